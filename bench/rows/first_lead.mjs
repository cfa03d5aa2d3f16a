import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { get, open } from "../http.mjs";
import { newRun } from "../leads.mjs";
import { postLead } from "../requests.mjs";
import { compare, interleave } from "../rounds.mjs";
import { start } from "../serve.mjs";
import { round } from "../stats.mjs";

const BUDGET_RATIO = 1;
/** Less than anybody takes from seeing a form to submitting it. */
const READING_MS = 500;

/** The first lead with a phone that a fresh isolate gets: after one /healthz, and as its first request of all. */
export async function* firstLead({ sides, coldRounds }) {
  const rounds = await interleave(sides, coldRounds, async (side) => ({
    after_healthz_ms: await firstPost(side, true),
    first_request_ms: await firstPost(side, false),
  }));
  const worst = Math.max;
  const after = compare(rounds, (side) => side.after_healthz_ms, { worst });
  const first = compare(rounds, (side) => side.first_request_ms, { worst });
  const row = { row: "first_lead_with_phone", unit: "ms", after_healthz: after, first_request: first };
  row.budget_ratio = BUDGET_RATIO;
  if (after.ratio !== undefined) row.within = after.ratio.median <= BUDGET_RATIO;
  yield { ...row, rounds };
}

async function firstPost(side, healthFirst) {
  const server = await start(side);
  try {
    const connection = await open(server.port);
    if (healthFirst) {
      expect(await connection.request(get("/healthz")), "/healthz");
      await sleep(READING_MS);
    }
    const message = postLead(newRun(), 0);
    const began = performance.now();
    const response = await connection.request(message);
    const took = performance.now() - began;
    connection.close();
    expect(response, "the first lead");
    return round(took, 2);
  } finally {
    await server.stop();
  }
}

function expect({ status, body }, what) {
  if (status < 200 || status > 299) throw new Error(`${what} was answered ${status}: ${body.slice(0, 300)}`);
}
