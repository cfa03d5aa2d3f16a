// A form that no longer fits its page: reports in, the owner told once, the pages about it.

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, test } from "node:test";
import { SECRETS, eventually, startSession } from "./support/session.mjs";
import { CHANNEL, Slack, TOKEN } from "./support/slack.mjs";

let slack;
let session;
let consumer;
before(async () => {
  slack = await Slack.start();
  session = await startSession({ variables: { SLACK_URL: slack.url, SLACK_TOKEN: TOKEN, SLACK_DEADLINE_MS: "3000" } });
  consumer = await session.mf.getWorker("beeline-consumer");
});
after(async () => {
  await session?.stop();
  await slack?.stop();
});

const misfit = {
  fields: [{ name: "company_name", shape: { kind: "text", length_up_to: 16, pattern: "Aa Aa" } }],
  absent: [{ name: "company", fault: "missing" }],
};

const aReport = (form, fitting, misfits, changes = {}) => ({
  form,
  title: `The form ${form}`,
  rate_percent: 20,
  samples: true,
  fields: [{ name: "email", max_length: 254 }, { name: "company", required: true, max_length: 200 }],
  fitting,
  misfits: Array.from({ length: misfits }, () => misfit),
  ...changes,
});

/** What the edge does, over its service binding. */
const send = (body, method = "POST") =>
  consumer.fetch("http://consumer/internal/drift", { method, ...(method === "POST" && { body }) });

async function report(...parameters) {
  const answer = await send(JSON.stringify(aReport(...parameters)));
  assert.equal(answer.status, 204, await answer.text());
}

async function standing(form) {
  const answer = await session.ops(`/v1/ops/drift?form=${form}`);
  const { forms } = await answer.json();
  assert.equal(answer.status, 200);
  assert.equal(forms.length, 1);
  return forms[0];
}

const notices = async (form) =>
  (await slack.messages()).filter(({ metadata }) => metadata?.event_payload?.form === form);

async function logIn() {
  const answer = await fetch(`${session.url}/ops/login`, {
    method: "POST",
    headers: { accept: "text/html" },
    body: new URLSearchParams({ token: SECRETS.OPS_TOKEN, next: "/ops/drift" }),
    redirect: "manual",
  });
  assert.equal(answer.headers.get("location"), "/ops/drift");
  return answer.headers.get("set-cookie").split(";")[0];
}

test("a few misfits are counted and nobody is told", async () => {
  await report("calm", 40, 2, { owner: CHANNEL });
  const { standing: calm, rate_percent } = await standing("calm");
  assert.deepEqual([calm.summary.misfits, calm.summary.submissions, calm.episode], [2, 42, null]);
  assert.deepEqual([rate_percent, calm.advice], [20, []]);
  assert.deepEqual(calm.summary.samples, [misfit], "the same twice is kept once");
  assert.deepEqual(await notices("calm"), []);
});

test("the owner of a drifting form is told once, with what to paste", async () => {
  await report("renamed", 3, 4, { owner: CHANNEL });
  await report("renamed", 0, 2, { owner: CHANNEL });
  const [notice, ...others] = await notices("renamed");
  assert.deepEqual(others, []);
  const text = JSON.stringify(notice.blocks);
  assert.match(text, /66 % of submissions do not fit|67 % of submissions do not fit/);
  assert.ok(text.includes("[form.renamed.field.company_name]"), text);
  assert.ok(text.includes("/ops/drift?form=renamed"));
  const { episode } = (await standing("renamed")).standing;
  assert.deepEqual([episode.number, episode.told], [1, true]);
  await report("renamed", 0, 5, { owner: CHANNEL });
  assert.equal((await notices("renamed")).length, 1, "and not again");
});

test("reports that come at once tell the owner once", async () => {
  await Promise.all(Array.from({ length: 8 }, () => report("burst", 0, 5, { owner: CHANNEL })));
  assert.equal((await notices("burst")).length, 1);
  assert.equal((await standing("burst")).standing.summary.misfits, 40);
});

test("without an owner a line is logged, once", async () => {
  await report("orphan", 0, 6);
  await report("orphan", 0, 6);
  const lines = await eventually("the line is logged", () => {
    const lines = session.logs.filter(({ message }) => message.includes('"form.drifting"'));
    return lines.length > 0 && lines;
  });
  assert.equal(lines.length, 1);
  const { form, misfits, submissions, percent } = JSON.parse(lines[0].message);
  assert.deepEqual([form, misfits, submissions, percent], ["orphan", 6, 6, 100]);
  assert.equal((await standing("orphan")).standing.episode.told, true);
});

test("an owner who could not be told stays untold, and the counts are kept", async () => {
  await slack.goAway();
  try {
    await report("silent", 0, 6, { owner: "C0SILENT00" });
    const { summary, episode } = (await standing("silent")).standing;
    assert.deepEqual([summary.misfits, episode.told], [6, false]);
  } finally {
    await slack.comeBack();
  }
});

test("a form that keeps no samples has none", async () => {
  await report("discreet", 0, 6, { samples: false });
  const { standing: discreet, samples } = await standing("discreet");
  assert.deepEqual([discreet.summary.misfits, discreet.summary.samples, samples], [6, [], false]);
});

test("forms of one id in two jurisdictions have stores of their own", async () => {
  await report("pinned", 0, 1);
  await report("pinned", 0, 2, { jurisdiction: "eu" });
  const { forms } = await (await session.ops("/v1/ops/drift?form=pinned")).json();
  const counts = forms.map(({ jurisdiction = "free", standing }) => `${jurisdiction} ${standing.summary.misfits}`);
  assert.deepEqual(counts.sort(), ["eu 2", "free 1"]);
});

test("the page shows what to change, to whoever is logged in", async () => {
  await report("paged", 0, 6, { title: 'Say "<hello>"' });
  const page = (cookie) => fetch(`${session.url}/ops/drift?form=paged`, { headers: { accept: "text/html", cookie } });
  assert.equal((await page("")).status, 401);
  const answer = await page(await logIn());
  const html = await answer.text();
  assert.equal(answer.status, 200);
  assert.match(answer.headers.get("content-security-policy"), /default-src 'none'/);
  assert.ok(html.includes("Drifting") && html.includes("[form.paged.field.company_name]"));
  assert.ok(html.includes("&lt;hello&gt;") && !html.includes("<hello>"));
  assert.equal((await fetch(`${session.url}/v1/ops/drift`)).status, 401);
});

test("only a report of the edge is taken", async () => {
  assert.equal((await send("{")).status, 400);
  assert.equal((await send("{}")).status, 400);
  assert.equal((await send("x".repeat(64 * 1024 + 1))).status, 413);
  const wrongMethod = await send(undefined, "GET");
  assert.deepEqual([wrongMethod.status, wrongMethod.headers.get("allow")], [405, "POST"]);
  for (const path of ["/internal/drift", "/ops/../internal/drift", "/ops/%2e%2e/internal/drift", "/ops//internal/drift"]) {
    const answer = await fetch(session.url + path, { method: "POST", body: JSON.stringify(aReport("outside", 0, 9)) });
    assert.ok([401, 404].includes(answer.status), `${path}: ${answer.status}`);
  }
  assert.deepEqual((await (await session.ops("/v1/ops/drift?form=outside")).json()).forms, []);
});

test("what fits is counted without a misfit, and a flood of misfits is a report a second, not one each", async () => {
  const post = (changes = {}) => fetch(`${session.url}/v1/leads/contact`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ email: `${randomUUID()}@example.com`, topic: "An order", consent: { privacy: true }, ...changes }),
  }).then(({ status }) => status);
  assert.equal(await post(), 202);
  const submissions = async () => (await standing("contact")).standing.summary;
  await eventually("a lead that fits is counted", async () => {
    const { forms } = await (await session.ops("/v1/ops/drift?form=contact")).json();
    return forms[0]?.standing?.summary.submissions >= 1;
  });
  const before = await submissions();
  const statuses = await Promise.all(Array.from({ length: 40 }, () => post({ email: "nobody" })));
  assert.deepEqual(new Set(statuses), new Set([422]));
  const after = await eventually("all forty are counted", async () => {
    const summary = await submissions();
    return summary.misfits === before.misfits + 40 && summary;
  });
  assert.ok(after.counted < 40, `${after.counted} came with a sample: reports gather, and need no more than twenty`);
});
