// What the command takes, and how rounds and tables are made. Run with: node --test gameday/*.test.mjs

import assert from "node:assert/strict";
import { test } from "node:test";
import { busy } from "./drills/backlog.mjs";
import { DRILLS } from "./drills/all.mjs";
import { read, usage } from "./plan.mjs";
import { merged } from "./rounds.mjs";
import { drillTable, summary } from "./table.mjs";

const line = (met, seen) => ({ what: "leads", expected: "2", seen, met });
const names = ({ drills }) => drills.map(({ name }) => name);

test("without a name every drill is run, with names those", () => {
  assert.deepEqual(names(read([], DRILLS)), DRILLS.map(({ name }) => name));
  assert.deepEqual(names(read(["killed", "crm-dark", "--leads", "60"], DRILLS)), ["crm-dark", "killed"]);
});

test("a destination leaves out the drills that are another's", () => {
  const drills = names(read(["--destination", "webhook"], DRILLS));
  assert.ok(drills.includes("crm-dark") && !drills.includes("token-expired"));
  assert.throws(() => read(["token-expired", "--destination", "webhook"], DRILLS), /token-expired is a drill of salesforce only/);
});

test("the usage names every drill and every option", () => {
  const text = usage(DRILLS);
  for (const { name } of DRILLS) assert.match(text, new RegExp(`^  ${name} `, "m"));
  const valued = ["leads 1000", "rate 100", "rounds 1", "scale 1", "destination DESTINATION", "json JSON", "storage STORAGE"];
  for (const option of [...valued, "gate", "help"]) assert.ok(text.includes(`[--${option}]`), option);
  assert.equal(read(["--help"], DRILLS).help, true);
});

test("what makes no sense is refused by name", () => {
  assert.throws(() => read(["crm-drak"], DRILLS), /no drill crm-drak; there are crm-dark/);
  assert.throws(() => read(["--leads", "many"], DRILLS), /--leads wants a number above 0, not many/);
  assert.throws(() => read(["--rounds", "1.5"], DRILLS), /--rounds wants a whole number/);
  assert.throws(() => read(["--destination", "fax"], DRILLS), /one of hubspot, .* not fax/);
});

test("a figure is the rounds' median, and a line that one round missed is missed", () => {
  const rounds = [1, 9, 2].map((p95) => ({ checks: [line(p95 !== 9, String(p95))], figures: { p95 } }));
  assert.deepEqual(merged(rounds), { checks: [line(false, "9")], figures: { p95: 2 } });
});

test("a figure that one round lacks is none", () => {
  const rounds = [1, Number.NaN, 2].map((p95) => ({ checks: [], figures: { p95 } }));
  assert.ok(Number.isNaN(merged(rounds).figures.p95));
});

test("what the clock is asked goes by the figures of all rounds", () => {
  const drill = DRILLS.find(({ name }) => name === "crm-dark");
  const acks = (before, during) => drill.gate({ ack_p95_ms_before: before, ack_p95_ms_during: during });
  assert.deepEqual(acks(20, 40).map(({ met }) => met), [true]);
  assert.deepEqual(acks(20, 41).map(({ met }) => met), [false]);
  assert.deepEqual(acks(20, Number.NaN).map(({ met }) => met), [false]);
  const inbox = (before, during) =>
    drill.gate({ ack_p95_ms_before: 1, ack_p95_ms_during: 1, inbox_p95_ms_before: before, inbox_p95_ms_during: during });
  assert.deepEqual(inbox(100, 400).map(({ met }) => met), [true, true]);
  assert.deepEqual(inbox(100, 401).map(({ met }) => met), [true, false]);
});

test("the bar from click to CRM is for a hundred leads a second", () => {
  const { gate } = DRILLS.find(({ name }) => name === "click-to-crm");
  const asked = gate({ hubspot_4_a_second_to_crm_ms_p95: 900, hubspot_100_a_second_to_crm_ms_p95: 500, hubspot_100_a_second_to_crm_ms_p99: 900 });
  assert.deepEqual(asked.map(({ what, met }) => [what, met]), [["hubspot 100 a second to crm ms p95", false]]);
});

test("a table has every line with what was expected and seen, and says what failed", () => {
  const text = drillTable({ name: "crm-dark", says: "the CRM is dark", checks: [line(true, "2"), line(false, "1")], figures: { ack_p95_ms_before: 1.26 } });
  assert.match(text, /ok +leads +2 +2\n +FAILED +leads +2 +1\n/);
  assert.match(text, /ack p95 ms before +1\.3\n +FAILED$/);
});

test("the summary has a line for each drill, also for one that ended with an error", () => {
  const figures = { ack_p95_ms_before: 10, ack_p95_ms_during: 11, seconds_until_in_order: 3 };
  const results = [{ name: "crm-dark", checks: [line(true, "2")], figures }, { name: "killed", checks: [], error: "no port" }];
  const [, dark, killed] = summary(results).split("\n");
  assert.match(dark, /^crm-dark +passed +10 ms +11 ms +- +- +3 s$/);
  assert.match(killed, /^killed +FAILED/);
});

test("the time of calls that overlap counts once", () => {
  assert.equal(busy([[0, 10], [5, 15], [20, 30], [21, 22]]), 25);
  assert.equal(busy([]), 0);
});
