// The operators' pages in a real browser without JavaScript, on a desk and on a phone.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { PHONE, assertUsable, press, startBrowser } from "./support/browser.mjs";
import { SECRETS, aLead, eventually, startSession } from "./support/session.mjs";

let session;
let browser;
before(async () => {
  [session, browser] = await Promise.all([startSession(), startBrowser()]);
});
after(async () => {
  await browser?.stop();
  await session?.stop();
});

const LONG = "Wolfeschlegelsteinhausenbergerdorff".repeat(3);

/** The page at this path, to whoever logs in there. */
async function loggedIn(path, options) {
  const page = await browser.open(session.url + path, options);
  await page.getByLabel("Ops token").fill(SECRETS.OPS_TOKEN);
  assert.equal(await press(page, "Log in"), 303);
  assert.equal(new URL(page.url()).pathname, path);
  return page;
}

/** A lead that is held: a robot's, with every field filled in. */
async function held() {
  const { name, email, phone } = aLead();
  const body = new URLSearchParams({ name, email, phone, "consent.privacy": "on", website: "x", form_token: "v1.forged" });
  const answer = await fetch(`${session.url}/v1/leads/demo`, { method: "POST", body });
  return (await answer.json()).lead_id;
}

/** A form that drifts: six in a row whose page calls the topic something else. */
async function drift() {
  const { email, name } = aLead();
  for (let sent = 0; sent < 6; sent += 1) {
    const answer = await session.post({ email, name, [`subject_${LONG}`]: "An order", consent: { privacy: true } }, {}, "contact");
    assert.equal(answer.status, 422);
  }
  await eventually("the form drifts", async () => {
    const { forms } = await (await session.ops("/v1/ops/drift")).json();
    return forms.some(({ form, standing }) => form === "contact" && standing?.episode);
  });
}

test("a held lead is released from the list with one button, and is in the inbox then", async () => {
  const leadId = await held();
  const page = await loggedIn("/ops/held");
  assert.ok(await page.getByText("A field that people do not see was filled in").isVisible());
  assert.equal(await press(page, `Release lead ${leadId}`), 303);
  assert.match(await page.getByRole("status").textContent(), /^Released: .* is on its way to the CRM\.$/);
  await eventually("the lead is in the inbox", async () => (await session.records(`lead_id = '${leadId}'`)).length === 1);
  await page.getByRole("link", { name: `lead ${leadId}` }).click();
  assert.ok(await page.getByRole("heading", { name: "What speaks against it" }).isVisible());
});

test("on a phone every page fits the screen, whatever long words a lead has", async () => {
  const long = aLead({ name: LONG, company: LONG, notes: LONG, page: { url: `https://www.example.com/${LONG}` } });
  const { lead_id: leadId } = await (await session.post(long)).json();
  const heldId = await held();
  await drift();
  await eventually("the lead is in the inbox", async () => (await session.records(`lead_id = '${leadId}'`)).length === 1);
  const page = await loggedIn("/ops", { viewport: PHONE });
  await assertUsable(page);
  for (const path of [`/ops/leads/${leadId}`, `/ops/leads/${heldId}`, "/ops/held", "/ops/drift"]) {
    await page.goto(session.url + path);
    for (const details of await page.locator("summary").all()) await details.click();
    await assertUsable(page);
  }
});

test("a wrong token is told beside its field, and the field has the focus", async () => {
  const page = await browser.open(`${session.url}/ops`, { viewport: PHONE });
  await assertUsable(page);
  await page.getByLabel("Ops token").fill("wrong");
  assert.equal(await press(page, "Log in"), 401);
  await assertUsable(page);
  assert.ok(await page.getByLabel("Ops token").evaluate((field) => field === document.activeElement));
  assert.equal(await page.getByRole("alert").textContent(), "That is not the token. Check it and try again.");
});
