// BottleCRM's intake, as it is: the real thing behind `webhook`.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { startBottleCrm } from "./bottlecrm/bottlecrm.mjs";

let crm;
before(async () => {
  crm = await startBottleCrm();
});
after(() => crm?.stop());

const ada = { external_id: "lead_01", first_name: "Ada", last_name: "Lovelace", email: "ada@example.com" };
const lead = (changes = {}) => ({ ...ada, ...changes });

test("a lead is created once, told as a repeat, and read back", async () => {
  const first = await crm.send(lead());
  assert.deepEqual([first.status, first.body.result], [201, "created"]);
  const again = await crm.send(lead());
  assert.deepEqual([again.status, again.body.result, again.body.lead], [200, "duplicate", first.body.lead]);
  const found = await crm.leads("ada@example.com");
  assert.deepEqual(
    found.map(({ id, external_id }) => [id, external_id]),
    [[first.body.lead, "lead_01"]],
  );
  assert.match((await crm.lead(first.body.lead)).external_source, /^intake:/);
});

test("another id with the address in other case joins the lead, and overwrites nothing", async () => {
  await crm.send(lead({ external_id: "lead_10", email: "grace@example.com", first_name: "Grace" }));
  const other = {
    external_id: "lead_11",
    email: "GRACE@example.com",
    first_name: "Augusta",
    company_name: "Compilers",
  };
  const merged = await crm.send(lead(other));
  assert.deepEqual([merged.status, merged.body.result], [200, "merged"]);
  const [found, ...others] = await crm.leads("grace@example.com");
  assert.deepEqual([found.first_name, found.company_name, others.length], ["Grace", "Compilers", 0]);
});

test("a lead with a number that another has joins it, and its address is left out", async () => {
  const phone = "+442071234567";
  const first = await crm.send(lead({ external_id: "lead_30", email: "joan@example.com", phone }));
  const second = await crm.send(lead({ external_id: "lead_31", email: "jean@example.com", phone }));
  assert.deepEqual([second.body.result, second.body.lead], ["merged", first.body.lead]);
  assert.equal((await crm.lead(first.body.lead)).email, "joan@example.com");
});

test("what came in is told, with what became of it", async () => {
  await crm.send(lead({ external_id: "lead_40", email: "dorothy@example.com" }));
  const [last] = await crm.deliveries();
  assert.deepEqual([last.external_id, last.result], ["lead_40", "created"]);
});

test("leads that come at once are all created, and each once", async () => {
  const many = Array.from({ length: 12 }, (_, n) => lead({ external_id: `many_${n}`, email: `many${n}@example.org` }));
  const answers = await Promise.all([...many, ...many].map((one) => crm.send(one)));
  assert.deepEqual(
    answers.filter(({ status }) => status !== 200 && status !== 201),
    [],
  );
  assert.equal((await crm.leads("@example.org")).length, many.length);
});

test("a wrong key, no fields and a bad address are refused", async () => {
  assert.equal((await crm.send(lead(), "wrong")).status, 401);
  assert.equal((await crm.send({})).status, 400);
  assert.equal((await crm.send(lead({ external_id: "lead_20", email: "ada" }))).status, 400);
});

test("killed and back, it has what it had", async () => {
  const { pid } = crm;
  await crm.goAway();
  await assert.rejects(crm.send(lead()));
  await crm.comeBack();
  assert.notEqual(crm.pid, pid);
  assert.equal((await crm.send(lead())).body.result, "duplicate");
});

/** Starts it, says its pid, and stays. */
const HOST = `
  import { startBottleCrm } from ${JSON.stringify(import.meta.resolve("./bottlecrm/bottlecrm.mjs"))};
  console.log((await startBottleCrm()).pid);
  setInterval(() => {}, 1000);
`;

function isThere(pid) {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

test("it ends when who started it is killed", async () => {
  const folder = await mkdtemp(join(tmpdir(), "beeline-bottlecrm-host-"));
  const env = { ...process.env, TMPDIR: folder };
  const stdio = ["ignore", "pipe", "inherit"];
  const host = spawn(process.execPath, ["--input-type=module", "-e", HOST], { env, stdio });
  try {
    const [text] = await once(host.stdout, "data", { signal: AbortSignal.timeout(60_000) });
    const pid = Number(text);
    assert.ok(isThere(pid));
    host.kill("SIGKILL");
    const deadline = Date.now() + 10_000;
    while (isThere(pid) && Date.now() < deadline) await sleep(50);
    assert.ok(!isThere(pid));
  } finally {
    host.kill("SIGKILL");
    await rm(folder, { recursive: true, force: true });
  }
});
