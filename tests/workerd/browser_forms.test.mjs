// The forms' pages in a real browser, most of the time without JavaScript.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { PHONE, assertUsable, press, startBrowser } from "./support/browser.mjs";
import { aLead, eventually, startSession } from "./support/session.mjs";

let session;
let browser;
before(async () => {
  [session, browser] = await Promise.all([startSession(), startBrowser()]);
});
after(async () => {
  await browser?.stop();
  await session?.stop();
});

const field = (page, label) => page.getByLabel(label, { exact: true });
const THANKS = "Thank you, we have it";

/** The lead of an address, from its record in the inbox. */
async function delivered(email) {
  const [record] = await eventually("the lead is in the inbox", async () => {
    const records = await session.records(`email = '${email}'`);
    return records.length > 0 && records;
  });
  return { record, lead: JSON.parse(record.lead) };
}

/** The field that has the focus, and the text it is described by. */
const focused = (page) =>
  page.evaluate(() => {
    const { id, ariaInvalid, attributes } = document.activeElement;
    const parts = attributes["aria-describedby"]?.value.split(" ") ?? [];
    return { id, ariaInvalid, described: parts.map((part) => document.getElementById(part).textContent).join(" ") };
  });

/** The lines of the summary of errors. Each was followed to its field, which says the same. */
async function explained(page) {
  const summary = page.getByRole("alert");
  assert.ok(await summary.evaluate((element) => element === document.activeElement), "the summary has the focus");
  const lines = [];
  for (const link of await summary.getByRole("link").all()) {
    const line = await link.textContent();
    await link.click();
    const { id, ariaInvalid, described } = await focused(page);
    assert.equal(`#${id}`, await link.getAttribute("href"), `"${line}" leads to its field`);
    assert.equal(ariaInvalid, "true", id);
    assert.ok(described.includes(line.split(/[:?] /)[1]), `${id} is described as: ${described}`);
    lines.push(line);
  }
  return lines;
}

test("the demo form comes back with every mistake explained, and is a lead once they are mended", async () => {
  const page = await browser.open(session.url);
  const email = aLead().email;
  await field(page, "Name").fill("Ada Lovelace");
  await field(page, "Work email").fill("ada at example");
  await field(page, "Country").selectOption("Germany");
  await field(page, "Number of employees").fill("a few");
  await field(page, "How can we help?").fill("We count bees.\nMany <bees>.");
  await page.getByLabel("Send me product news").check();
  assert.equal(await press(page, "Send"), 422);

  assert.match(await page.title(), /^Error: /);
  assert.deepEqual(await explained(page), [
    "Work email: Write it like name@example.com.",
    "Number of employees: Write a whole number in digits, like 250.",
    "Consent: Tick this box to send.",
  ]);
  assert.equal(await field(page, "Name").inputValue(), "Ada Lovelace");
  assert.equal(await field(page, "Work email").inputValue(), "ada at example");
  assert.equal(await field(page, "Country").inputValue(), "DE");
  assert.equal(await field(page, "How can we help?").inputValue(), "We count bees.\nMany <bees>.");
  assert.ok(await page.getByLabel("Send me product news").isChecked());

  await field(page, "Work email").fill(email);
  await field(page, "Number of employees").fill("12");
  await page.getByLabel("You may use what I entered").check();
  assert.equal(await press(page, "Send"), 303);
  assert.match(new URL(page.url()).pathname, /^\/thanks/);
  assert.ok(await page.getByRole("heading", { name: THANKS }).isVisible());

  const { record, lead } = await delivered(email);
  assert.deepEqual([record.name, lead.country, lead.employees], ["Ada Lovelace", "DE", 12]);
  assert.equal(lead.notes, "We count bees.\nMany <bees>.");
  assert.deepEqual([lead.consent.privacy, lead.consent.marketing], [true, true]);
  const signals = lead.risk.signals.filter((signal) => !signal.startsWith("filled_"));
  assert.deepEqual(signals, [], "but for its haste, nothing of a browser looks like a robot");
});

test("the contact form asks for what it needs, and its own fields are in the lead", async () => {
  const page = await browser.open(`${session.url}/forms/contact`);
  const email = aLead().email;
  await field(page, "Email").fill(email);
  await field(page, "Order number, if it is about an order").fill("A-1");
  assert.equal(await press(page, "Send"), 422);
  assert.deepEqual(await explained(page), ["What is it about? Choose an answer.", "Consent: Tick this box to send."]);
  assert.equal(await field(page, "Order number, if it is about an order").inputValue(), "A-1");

  await page.getByLabel("What is it about?").selectOption("An order");
  await page.getByLabel("You may use what I entered").check();
  assert.equal(await press(page, "Send"), 303);
  assert.ok(await page.getByRole("heading", { name: THANKS }).isVisible());
  const { record, lead } = await delivered(email);
  assert.equal(record.form, "contact");
  assert.deepEqual(lead.extra, { order_number: "A-1", topic: "An order" });
});

test("on a phone every page of a form fits the screen, and every field has a label", async () => {
  for (const [path, email] of [["/", "Work email"], ["/forms/contact", "Email"]]) {
    const page = await browser.open(session.url + path, { viewport: PHONE });
    await assertUsable(page);
    const endless = "x".repeat(250);
    await field(page, email).fill(endless);
    await field(page, "Name").fill(endless);
    assert.equal(await press(page, "Send"), 422);
    await assertUsable(page);
    await field(page, email).fill(aLead().email);
    await field(page, "Name").fill("Ada Lovelace");
    if (path !== "/") await page.getByLabel("What is it about?").selectOption("A product");
    await page.getByLabel("You may use what I entered").check();
    assert.equal(await press(page, "Send"), 303);
    await assertUsable(page);
  }
});

test("keys alone are enough, in the order of the page", async () => {
  const page = await browser.open(session.url);
  const names = await page.locator("form :is(input, select, textarea):not([type=hidden])").evaluateAll((all) =>
    all.map(({ name }) => name),
  );
  const reached = [];
  for (let presses = 0; presses < names.length + 1; presses += 1) {
    await page.keyboard.press("Tab");
    reached.push(await page.evaluate(() => document.activeElement.name || document.activeElement.type));
  }
  const forPeople = names.filter((name) => name !== "website");
  assert.deepEqual(reached.slice(0, forPeople.length + 1), [...forPeople, "submit"], "the trap for robots is passed over");
});

test("with JavaScript too, no page of a form runs into its policy", async () => {
  const page = await browser.open("about:blank", { javaScriptEnabled: true });
  const complaints = [];
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  await page.goto(session.url);
  assert.equal(await press(page, "Send"), 422);
  const { email } = aLead();
  await field(page, "Work email").fill(email);
  await page.getByLabel("You may use what I entered").check();
  assert.equal(await press(page, "Send"), 303);
  const refusals = complaints.filter((text) => !text.includes("status of 422"));
  assert.deepEqual(refusals, []);
  await page.evaluate(() => document.body.setAttribute("style", "color: red"));
  await eventually("what the policy forbids is complained about", () => complaints.some((text) => /Content Security Policy/.test(text)));
  await delivered(email);
});
