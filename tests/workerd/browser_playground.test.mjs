// The playground in a real browser: files in, problems, a lead and its week out, and nothing leaves the page.

import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { after, before, test } from "node:test";
import { serve } from "../../tools/playground/serve.mjs";
import { PHONE, assertUsable, startBrowser } from "./support/browser.mjs";
import { eventually } from "./support/session.mjs";

const FOLDER = process.env.PLAYGROUND ?? "target/playground";
const CONFIGURATION = "routing-config";

let server;
let elsewhere;
let browser;
before(async () => {
  [server, elsewhere, browser] = await Promise.all([serve(FOLDER), serve(FOLDER), startBrowser()]);
});
after(async () => {
  await Promise.all([browser?.stop(), server?.stop(), elsewhere?.stop()]);
});

/** The page, and what it asks for and complains about. */
async function opened(options) {
  const page = await browser.open("about:blank", { javaScriptEnabled: true, ...options });
  const [requests, complaints] = [[], []];
  page.context().on("request", (request) => requests.push(request.url()));
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  await page.goto(server.url);
  return { page, requests, complaints };
}

/** The files of the shipped configuration, one of them changed. */
async function files(changed = {}) {
  const names = (await readdir(CONFIGURATION)).filter((name) => /\.(toml|csv)$/.test(name));
  return Promise.all(
    names.map(async (name) => {
      const text = await readFile(`${CONFIGURATION}/${name}`, "utf8");
      const buffer = Buffer.from(changed[name] ? changed[name](text) : text);
      return { name, mimeType: "text/plain", buffer };
    }),
  );
}

const verdict = (page) => page.getByRole("status");
const says = (page, pattern) => eventually(`the verdict is ${pattern}`, async () => pattern.test(await verdict(page).textContent()));
const result = (page) => page.locator("#result");
const text = (page) => page.getByRole("textbox", { name: /^Text of/ });

async function withExample(options) {
  const all = await opened(options);
  await all.page.getByRole("button", { name: "Start with the example" }).click();
  await says(all.page, /^Nothing is wrong: \d+ forms/);
  await eventually("a lead is tried", async () => /This lead goes to/.test(await result(all.page).textContent()));
  return all;
}

test("files that are opened are compiled, and a mistake is marked at its line until it is mended", async () => {
  const { page, requests, complaints } = await opened();
  const wrong = await files({ "routing.toml": (text) => text.replace('fallback = "sales"', 'fallback = "slaes"') });
  await page.getByLabel("Files of routing-config").setInputFiles(wrong);
  await says(page, /^1 problem to mend/);
  const shown = wrong.find(({ name }) => name === "routing.toml").buffer.toString().split("\n");
  const line = shown.findIndex((text) => text.startsWith("fallback")) + 1;
  const problem = page.getByRole("list", { name: "Problems" }).getByRole("listitem");
  assert.match(await problem.first().textContent(), /"slaes".*Fix: .*"sales"/s);
  assert.equal(await page.locator("#numbers .error").textContent(), String(line));
  assert.equal(await page.locator("#marks mark").textContent(), '"slaes"');
  assert.match(await result(page).textContent(), /^Mend the problems first/);

  await page.getByRole("tab", { name: /^forms.toml/ }).click();
  await page.getByRole("button", { name: `Go to routing.toml, line ${line}, character 12` }).click();
  assert.equal(await page.getByRole("tab", { selected: true }).textContent(), "routing.toml1");
  const selected = await text(page).evaluate(({ value, selectionStart, selectionEnd }) => value.slice(selectionStart, selectionEnd));
  assert.equal(selected, '"slaes"');
  await page.keyboard.type('"sales"');
  await says(page, /^Nothing is wrong/);
  assert.equal(await page.locator("#marks mark.error").count(), 0);

  const [saved] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Download routing.toml" }).click(),
  ]);
  assert.equal(saved.suggestedFilename(), "routing.toml");
  assert.equal(await readFile(await saved.path(), "utf8"), await readFile(`${CONFIGURATION}/routing.toml`, "utf8"));
  assert.deepEqual(complaints, []);
  assert.deepEqual(requests.filter((url) => !url.startsWith(server.url) && !url.startsWith("blob:")), []);
});

test("files are opened by dropping them, and what is no configuration is left out by name", async () => {
  const { page, complaints } = await opened();
  const dropped = (await files()).map(({ name, buffer }) => [name, buffer.toString()]);
  await page.evaluate((all) => {
    const dataTransfer = new DataTransfer();
    for (const [name, text] of all) dataTransfer.items.add(new File([text], name));
    document.body.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
  }, [...dropped, ["README.md", "# Read me"]]);
  await says(page, /^Nothing is wrong/);
  assert.match(await page.getByRole("alert").textContent(), /^Left out, .*: README\.md\.$/);
  assert.equal(await page.getByRole("tab").count(), dropped.length);
  assert.deepEqual(complaints, []);
});

test("a file that is changed keeps the line ends that it had", async () => {
  const { page } = await opened();
  const windows = await files({ "tests.toml": (text) => text.replaceAll("\n", "\r\n") });
  await page.getByLabel("Files of routing-config").setInputFiles(windows);
  await says(page, /^Nothing is wrong/);
  await page.getByRole("tab", { name: /^tests.toml/ }).click();
  await text(page).fill(`${await text(page).inputValue()}# The end\n`);
  const [saved] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Download tests.toml" }).click(),
  ]);
  const before = windows.find(({ name }) => name === "tests.toml").buffer.toString();
  assert.equal(await readFile(await saved.path(), "utf8"), `${before}# The end\r\n`);
});

test("a lead that is tried is explained rule by rule, with what would have sent it elsewhere", async () => {
  const { page, complaints } = await withExample();
  await page.getByLabel("Start from a test").selectOption({ label: "A Mexican company goes to the Americas" });
  await eventually("the test's lead is tried", async () => /goes toAmericas/.test(await result(page).textContent()));
  assert.equal(await page.getByLabel("Country", { exact: true }).inputValue(), "MX");
  const told = await result(page).textContent();
  assert.match(told, /the rule americas is the first that fits/);
  assert.match(told, /Number of employees is 120, wanted: 1000 or more/);
  assert.match(told, /Enterprise, if the number of employees were 1000 or more/);

  await page.getByLabel("Number of employees").fill("1000");
  await eventually("it goes elsewhere", async () => /goes toEnterprise/.test(await result(page).textContent()));
  await page.getByRole("button", { name: "Go to the rule enterprise", exact: true }).click();
  const selected = await text(page).evaluate(({ value, selectionStart, selectionEnd }) => value.slice(selectionStart, selectionEnd));
  assert.equal(selected, '"enterprise"');
  await page.getByLabel("Number of employees").fill("2.5");
  await eventually("what makes no sense is told", async () => /cannot be tried/.test(await result(page).textContent()));
  assert.deepEqual(complaints, []);
});

test("the week shows every stretch, and its minutes to whoever points at it or comes with the keyboard", async () => {
  const { page, complaints } = await withExample();
  await page.getByRole("tab", { name: /^routing.toml/ }).click();
  const rules = await text(page).inputValue();
  const night = '[[rule]]\nid = "night"\nteam = "americas"\nwhen = { hours = "Mon-Fri 18:30-24:00" }\n\n[[rule]]\n';
  await text(page).fill(rules.replace("[[rule]]\n", night));
  const monday = page.getByRole("group", { name: "Monday" });
  await eventually("the week has two teams", async () => (await monday.getByRole("button").count()) === 2);
  await monday.getByRole("button").last().focus();
  assert.equal(await page.locator("#week-readout").textContent(), "Monday 18:30 to 24:00: Americas (by rule night).");
  const at = await monday.getByRole("button").last().evaluate(({ offsetLeft, offsetWidth, parentElement }) => [
    (offsetLeft / parentElement.offsetWidth) * 24,
    (offsetWidth / parentElement.offsetWidth) * 24,
  ]);
  assert.ok(Math.abs(at[0] - 18.5) < 0.1 && Math.abs(at[1] - 5.5) < 0.1, `it stands at ${at}`);
  const legend = await page.getByRole("list", { name: "Destinations" }).textContent();
  assert.match(legend, /Americas 27 h 30 min a week/);
  assert.deepEqual(complaints, []);
});

test("when a change sends a test's lead elsewhere, that test can be tried at once", async () => {
  const { page } = await withExample();
  await page.getByRole("tab", { name: /^routing.toml/ }).click();
  const rules = await text(page).inputValue();
  await text(page).fill(rules.replace('"1000 or more"', '"10000 or more"'));
  await says(page, /problems? to mend/);
  const failing = page.getByLabel("Start from a test").getByRole("option").filter({ hasText: "✗" });
  await eventually("the failing test is marked", async () => (await failing.count()) > 0);
  await page.getByRole("list", { name: "Problems" }).getByRole("button", { name: "Try this lead" }).first().click();
  await eventually("it is tried", async () => /the rule|the fallback|no rule fits/.test(await result(page).textContent()));
  assert.match(await page.getByLabel("Start from a test").locator("option:checked").textContent(), /^✗/);
});

test("on a phone everything fits the screen, and everything to fill in has a label", async () => {
  for (const colorScheme of ["light", "dark"]) {
    const { page } = await withExample({ viewport: PHONE });
    await page.emulateMedia({ colorScheme });
    await assertUsable(page);
    const nameless = await page.getByRole("button").evaluateAll((all) =>
      all.filter((button) => !(button.getAttribute("aria-label") ?? button.textContent).trim()).map(({ outerHTML }) => outerHTML),
    );
    assert.deepEqual(nameless, []);
    const ids = await page.locator("[id]").evaluateAll((all) => all.map(({ id }) => id));
    assert.equal(new Set(ids).size, ids.length, "no id is there twice");
  }
});

test("neither the page nor its compiler can reach anything but its own files", async () => {
  const { page } = await withExample();
  const attempt = async (url) => {
    try {
      await fetch(url);
      return "reached";
    } catch {
      return "refused";
    }
  };
  assert.equal(await page.evaluate(attempt, elsewhere.url), "refused");
  assert.equal(page.workers().length, 1);
  assert.equal(await page.workers()[0].evaluate(attempt, elsewhere.url), "refused");
  assert.equal(await page.evaluate(attempt, server.url), "reached");
});
