// The consumer in a process of its own, which can be killed while the edge goes on taking leads.
//
//   node consumer.mjs FOLDER REGISTRY     prints "ready" once it serves; ends with whoever started it
//
// The queues live in its process, as Miniflare has it, and in memory only: a kill loses what they hold.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { SECRETS, startSession } from "../tests/workerd/support/session.mjs";

const SELF = fileURLToPath(import.meta.url);
/** As its wrangler file names it, and so the registry. */
const NAME = "beeline-consumer";

export class Consumer {
  #child;

  constructor({ folder, registry, variables }) {
    Object.assign(this, { folder, registry, variables });
  }

  /** Starts it, on the storage that it had. */
  async start() {
    this.#child = spawn(process.execPath, [SELF, this.folder, this.registry], {
      // A group of its own, so that workerd dies with it.
      detached: true,
      stdio: ["pipe", "pipe", "inherit"],
      env: {
        ...process.env,
        BEELINE_TEST_SECRETS: JSON.stringify(SECRETS),
        BEELINE_GAMEDAY_VARIABLES: JSON.stringify(this.variables),
      },
    });
    const gone = once(this.#child, "exit").then(([code]) => {
      throw new Error(`the consumer ended with ${code} before it served`);
    });
    gone.catch(() => {});
    await Promise.race([once(createInterface(this.#child.stdout), "line"), gone]);
  }

  /**
   * kill -9, the whole group. What it leaves in the registry would keep its successor out for a
   * minute and a half, which is Miniflare's way and no platform's: it is taken out.
   */
  async kill() {
    const child = this.#child;
    this.#child = undefined;
    if (child === undefined) return;
    const gone = once(child, "exit");
    process.kill(-child.pid, "SIGKILL");
    await gone;
    await rm(join(this.registry, NAME), { force: true });
  }
}

if (process.argv[1] === SELF) {
  const [, , state, registry] = process.argv;
  const variables = JSON.parse(process.env.BEELINE_GAMEDAY_VARIABLES);
  const session = await startSession({ state, registry, only: ["consumer"], variables });
  // Its end is the parent's, however that came.
  process.stdin.on("end", () => session.stop().then(() => process.exit())).resume();
  console.log("ready");
}
