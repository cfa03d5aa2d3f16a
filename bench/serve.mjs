// Runs one contender on workerd, through Miniflare alone, with fresh storage, on a port of the loopback.
//
//   node bench/serve.mjs peer        serves until interrupted
//
// `start` does the same in a process of its own, which is how the bench isolates one run from the next.

import { fork } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Log, LogLevel, Miniflare, Response, convertV4MiniflareOptions } from "miniflare";
import { answer, caller } from "./calls.mjs";
import { WORKERS, prepare } from "./contenders.mjs";
import { childSeconds, ownSeconds } from "./machine.mjs";

const SELF = fileURLToPath(import.meta.url);
/** What a server in a process of its own can be asked. */
const ASKED = ["count", "arrivals", "usage", "counts", "runCron"];

/**
 * Requests go to the edge Worker's own socket. The one that Miniflare puts before it is a Worker
 * too, in the same thread, that no deployment has: it would cost both sides the same and so blur
 * the comparison. `throughEntry` brings it back. `probe` is one more Worker, with a socket of its
 * own; `state` a folder to serve from that is not removed afterwards.
 */
export async function serve({ workers: [edge, ...others], inbox, throughEntry, probe, state: kept }) {
  const state = kept ?? (await mkdtemp(join(tmpdir(), "beeline-bench-")));
  const mf = new Miniflare(
    convertV4MiniflareOptions({
      host: "127.0.0.1",
      port: 0,
      cf: false,
      log: new Log(LogLevel.ERROR),
      logRequests: false,
      handleStructuredLogs: complain,
      telemetry: { enabled: false },
      resourcePersistencePath: state,
      workers: [withSocket(edge), ...others, ...(probe ? [withSocket(probe)] : [])].map(sealed),
    }),
  );
  const entry = await mf.ready;
  const url = throughEntry ? entry : await mf.unsafeGetDirectURL(edge.name);
  const probeUrl = probe && (await mf.unsafeGetDirectURL(probe.name));
  const database = await mf.getD1Database(inbox.binding, inbox.worker);
  await migrate(database, inbox);
  const arrivals = `SELECT ${inbox.id} FROM ${inbox.table} ORDER BY ${inbox.writtenAt}`;
  return {
    mf,
    database,
    port: Number(url.port),
    probePort: Number(probeUrl?.port),
    /** How many leads the inbox has. */
    count: () => database.prepare(`SELECT count(*) AS n FROM ${inbox.table}`).first("n"),
    /** Lead ids in the order in which they came to the inbox. */
    arrivals: async () => (await database.prepare(arrivals).raw()).flat(),
    /** What each Worker of a contender with the meter around it has done so far. */
    counts: () => countsOf(mf, [edge, ...others]),
    /** Runs a Worker's cron handler to its end. */
    runCron: async ({ worker, cron }) => {
      const { outcome } = await (await mf.getWorker(worker)).scheduled({ cron });
      if (outcome !== "ok") throw new Error(`cron of ${worker}: ${outcome}`);
    },
    /** Processor time so far: of workerd, and of Miniflare in this process. */
    usage: async () => ({ workerd: await childSeconds(), miniflare: ownSeconds() }),
    stop: async () => {
      try {
        await mf.dispose();
      } finally {
        if (kept === undefined) await rm(state, { recursive: true, force: true });
      }
    },
  };
}

async function countsOf(mf, workers) {
  const counts = workers.map(async ({ name }, i) => {
    const worker = await mf.getWorker(name);
    return [WORKERS[i], await (await worker.fetch("http://worker/meter")).json()];
  });
  return Object.fromEntries(await Promise.all(counts));
}

const withSocket = (worker) => ({ ...worker, unsafeDirectSockets: [{ host: "127.0.0.1", port: 0 }] });

/** Storage that is kept has its tables already. */
async function migrate(database, { table, migrations }) {
  const known = await database.prepare("SELECT 1 FROM sqlite_master WHERE name = ?").bind(table).first();
  if (known) return;
  for (const statement of migrations) await database.prepare(statement).run();
}

/**
 * Nothing leaves the machine, and nothing should try. Rate limits are left out: Cloudflare
 * counts them in the memory of the machine that runs the Worker, Miniflare in an object with
 * a database, in the one thread that everything shares.
 */
const sealed = ({ ratelimits, ...worker }) => ({ ...worker, outboundService: refuse });

function refuse(request) {
  process.stderr.write(`refused an outbound call to ${new URL(request.url).host}\n`);
  return new Response("outbound calls are refused", { status: 502 });
}

/** A Worker that reports an error is worth hearing about; what else it logs is read and dropped. */
function complain({ level, message }) {
  if (level === "error" || level === "warn") process.stderr.write(`${message.slice(0, 500)}\n`);
}

/** Starts a prepared contender in a new process. */
export async function start(prepared) {
  const child = fork(SELF, ["--child"], { stdio: ["ignore", 2, 2, "ipc"], serialization: "advanced" });
  const gone = new Promise((resolve) => child.once("exit", resolve));
  const call = caller(child);
  const stop = async () => {
    if (child.connected) child.disconnect();
    await gone;
  };
  try {
    const ports = await call("serve", prepared);
    const methods = ASKED.map((name) => [name, (argument) => call(name, argument)]);
    return { ...ports, ...Object.fromEntries(methods), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Serves until the parent lets go of the channel, however it ends: then the storage is removed. */
function serveParent() {
  let server;
  answer({
    serve: async (prepared) => {
      server = await serve(prepared);
      return { port: server.port, probePort: server.probePort };
    },
    ...Object.fromEntries(ASKED.map((name) => [name, (argument) => server[name](argument)])),
  });
  process.on("SIGINT", () => {});
  process.on("disconnect", async () => {
    await server?.stop();
    // Nobody is left to talk to: whatever Miniflare still has open is let go.
    process.exit();
  });
}

async function serveTerminal(name) {
  const server = await serve(await prepare(name));
  console.log(`${name} on http://127.0.0.1:${server.port}/`);
  // Interrupted on purpose; it ends once the server has stopped.
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => server.stop().then(() => process.exit()));
}

if (process.argv[1] === SELF) {
  if (process.argv[2] === "--child") serveParent();
  else await serveTerminal(process.argv[2] ?? "beeline");
}
