// The playground in a real browser: files in, problems, a lead and its week out, and nothing leaves the page.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { serve } from "../../tools/playground/serve.mjs";
import { PHONE, assertUsable, startBrowser } from "./support/browser.mjs";
import { configuration, withReps } from "./support/playground_files.mjs";
import { eventually } from "./support/session.mjs";

const FOLDER = process.env.PLAYGROUND ?? "target/playground";

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

const verdict = (page) => page.getByRole("status");
const says = (page, pattern) => eventually(`the verdict is ${pattern}`, async () => pattern.test(await verdict(page).textContent()));
const result = (page) => page.locator("#result");
const text = (page) => page.getByRole("textbox", { name: /^Text of/ });

/** The page with these files, as it is when nothing is wrong with them and a lead is tried. */
async function withFiles(files = configuration()) {
  const all = await opened();
  await all.page.getByLabel("Files of routing-config").setInputFiles(files);
  await ready(all.page);
  return all;
}

/** The same with the shipped configuration. */
async function withExample(options) {
  const all = await opened(options);
  await all.page.getByRole("button", { name: "Start with the example" }).click();
  await ready(all.page);
  return all;
}

async function ready(page) {
  await says(page, /^Nothing is wrong: \d+ form/);
  await goesTo(page, "");
}

const goesTo = (page, team) =>
  eventually(`a lead goes to ${team}`, async () => (await result(page).textContent()).startsWith(`This lead goes to${team}`));

/** Changes the text of a file, as somebody who types does. */
async function edit(page, name, change) {
  await page.getByRole("tab", { name: new RegExp(`^${name}`) }).click();
  await text(page).fill(change(await text(page).inputValue()));
}

const selected = (page) =>
  text(page).evaluate(({ value, selectionStart, selectionEnd }) => value.slice(selectionStart, selectionEnd));

/** Downloads a file that was changed; its name and text. */
async function downloaded(page, name) {
  const [saved] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: `Download ${name}` }).click(),
  ]);
  return [saved.suggestedFilename(), await readFile(await saved.path(), "utf8")];
}

const textOf = (files, name) => files.find((file) => file.name === name).buffer.toString();

test("files that are opened are compiled, and a mistake is marked at its line until it is mended", async () => {
  const { page, requests, complaints } = await opened();
  const wrong = configuration({ "routing.toml": (text) => text.replace('id = "alps"\nteam = "alps"', 'id = "alps"\nteam = "apls"') });
  await page.getByLabel("Files of routing-config").setInputFiles(wrong);
  await says(page, /^1 problem to mend/);
  const problem = page.getByRole("list", { name: "Problems" }).getByRole("listitem");
  assert.match(await problem.first().textContent(), /"apls".*Fix: .*"alps"/s);
  assert.equal(await page.locator("#numbers .error").textContent(), "22");
  assert.equal(await page.locator("#marks mark").textContent(), '"apls"');
  assert.match(await result(page).textContent(), /^Mend the problems first/);

  await page.getByRole("tab", { name: /^forms.toml/ }).click();
  await page.getByRole("button", { name: "Go to routing.toml, line 22, character 8" }).click();
  assert.equal(await page.getByRole("tab", { selected: true }).textContent(), "routing.toml1");
  assert.equal(await selected(page), '"apls"');
  await page.keyboard.type('"alps"');
  await says(page, /^Nothing is wrong: 2 forms, 3 teams, 3 rules, and all 2 tests go where they must\.$/);
  assert.equal(await page.locator("#marks mark.error").count(), 0);
  assert.deepEqual(await downloaded(page, "routing.toml"), ["routing.toml", textOf(configuration(), "routing.toml")]);
  assert.deepEqual(complaints, []);
  assert.deepEqual(requests.filter((url) => !url.startsWith(server.url) && !url.startsWith("blob:")), []);
});

test("files are opened by dropping them, and what is no configuration is left out by name", async () => {
  const { page, complaints } = await opened();
  const dropped = configuration().map(({ name, buffer }) => [name, buffer.toString()]);
  await page.evaluate((all) => {
    const dataTransfer = new DataTransfer();
    for (const [name, text] of all) dataTransfer.items.add(new File([text], name));
    document.body.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
  }, [...dropped, ["README.md", "# Read me"]]);
  await says(page, /^Nothing is wrong/);
  assert.match(await page.getByRole("alert").textContent(), /^Left out, .*: README\.md\./);
  await page.getByRole("alert").getByRole("button", { name: "Close" }).click();
  assert.ok(await page.getByRole("alert").isHidden());
  assert.equal(await page.getByRole("tab").count(), dropped.length);
  assert.deepEqual(complaints, []);
});

test("a file that is changed keeps the line ends that it had", async () => {
  const windows = configuration({ "tests.toml": (text) => text.replaceAll("\n", "\r\n") });
  const { page } = await withFiles(windows);
  await edit(page, "tests.toml", (text) => `${text}# The end\n`);
  assert.deepEqual(await downloaded(page, "tests.toml"), ["tests.toml", `${textOf(windows, "tests.toml")}# The end\r\n`]);
});

test("a file that nobody reads is told, and gone when it is removed", async () => {
  const { page } = await opened();
  const stranger = { name: "teritories.csv", mimeType: "text/csv", buffer: Buffer.from("territory,country\n") };
  await page.getByLabel("Files of routing-config").setInputFiles([...configuration(), stranger]);
  await says(page, /^1 problem to mend/);
  await page.getByRole("button", { name: "Go to teritories.csv, line 1, character 1" }).click();
  await page.getByRole("button", { name: "Remove teritories.csv" }).click();
  await says(page, /^Nothing is wrong/);
  assert.equal(await page.getByRole("tab").count(), 4);
});

test("a lead that is tried is explained rule by rule, with what would have sent it elsewhere", async () => {
  const { page, complaints } = await withFiles();
  await page.getByLabel("Start from a test").selectOption({ label: "A Swiss company" });
  await goesTo(page, "Alpine team");
  assert.equal(await page.getByLabel("Country", { exact: true }).inputValue(), "CH");
  const told = await result(page).textContent();
  assert.match(told, /the rule alps is the first that fits/);
  assert.match(told, /Number of employees is 120, wanted: 1000 or more/);
  assert.match(told, /✓Territory is alps/);
  assert.match(told, /Enterprise, if the number of employees were 1000 or more/);

  await page.getByLabel("Number of employees").fill("1000");
  await goesTo(page, "Enterprise");
  await page.getByRole("button", { name: "Go to the rule large" }).click();
  assert.equal(await selected(page), '"large"');
  await page.getByLabel("Number of employees").fill("");
  await page.getByLabel("Yearly budget").selectOption("over 50k");
  await eventually("the budget decides", async () => /the rule rich is the first/.test(await result(page).textContent()));
  await page.getByLabel("Form", { exact: true }).selectOption("Contact us");
  assert.ok(await page.getByLabel("Yearly budget").isHidden(), "a form asks its own questions only");
  await goesTo(page, "Sales");
  await page.getByLabel("Number of employees").fill("2.5");
  await eventually("what makes no sense is told", async () => /cannot be tried/.test(await result(page).textContent()));
  assert.deepEqual(complaints, []);
});

test("the week shows every stretch, and its minutes to whoever points at it or comes with the keyboard", async () => {
  const { page, complaints } = await withFiles();
  const night = '[[rule]]\nid = "night"\nteam = "alps"\nwhen = { hours = "Mon-Fri 18:30-24:00" }\n\n';
  await edit(page, "routing.toml", (text) => text.replace("[[rule]]\n", `${night}[[rule]]\n`));
  const monday = page.getByRole("group", { name: "Monday" }).getByRole("button");
  await eventually("the week has two teams", async () => (await monday.count()) === 2);
  const readout = () => page.locator("#week-readout").textContent();
  await monday.last().focus();
  assert.equal(await readout(), "Monday 18:30 to 24:00: Alpine team (by rule night).");
  await page.keyboard.press("ArrowDown");
  assert.equal(await readout(), "Tuesday 18:30 to 24:00: Alpine team (by rule night).");
  await page.keyboard.press("ArrowRight");
  assert.equal(await readout(), "Wednesday 00:00 to 18:30: Enterprise (by rule large).");
  await page.getByRole("group", { name: "Sunday" }).getByRole("button").hover();
  assert.equal(await readout(), "Saturday 00:00 to Sunday 24:00: Enterprise (by rule large).");
  const at = await monday.last().evaluate(({ offsetLeft, offsetWidth, parentElement }) => [
    (offsetLeft / parentElement.offsetWidth) * 24,
    (offsetWidth / parentElement.offsetWidth) * 24,
  ]);
  assert.ok(Math.abs(at[0] - 18.5) < 0.1 && Math.abs(at[1] - 5.5) < 0.1, `it stands at ${at}`);
  assert.match(await page.getByRole("list", { name: "Destinations" }).textContent(), /Alpine team 27 h 30 min a week/);
  assert.deepEqual(complaints, []);
});

test("the week says how many reps work, and marks and counts the hours at which nobody does", async () => {
  const { page, complaints } = await withFiles(withReps());
  await page.getByLabel("Start from a test").selectOption({ label: "A Swiss company" });
  const monday = page.getByRole("group", { name: "Monday" }).getByRole("button");
  await eventually("Monday has its hours", async () => (await monday.count()) === 4);
  const told = await monday.evaluateAll((all) => all.map((piece) => piece.getAttribute("aria-label")));
  assert.deepEqual(told, [
    "Monday 00:00 to 08:00: Alpine team (by rule alps). Nobody works, and leads wait.",
    "Monday 08:00 to 18:00: Alpine team (by rule alps). At work: 1 to 2 reps of Alpine team, 0 to 1 rep of Sales.",
    "Monday 18:00 to 20:00: Alpine team (by rule alps). At work: 0 reps of Alpine team, 1 rep of Sales.",
    "Monday 20:00 to Tuesday 08:00: Alpine team (by rule alps). Nobody works, and leads wait.",
  ]);
  await monday.first().focus();
  assert.equal(await page.locator("#week-readout").textContent(), told[0]);
  const shown = await monday.evaluateAll((all) => all.map((piece) => piece.innerText.trim().split(/\s+/).join(" ")));
  assert.deepEqual(shown, ["0 Nobody works", "A Alpine team", "a", "0"]);
  const ground = (piece) => piece.evaluate((element) => getComputedStyle(element).backgroundImage);
  assert.match(await ground(monday.first()), /repeating-linear-gradient/);
  assert.notEqual(await ground(monday.first()), await ground(monday.nth(1)));
  const legend = await page.getByRole("list", { name: "Destinations" }).textContent();
  assert.match(legend, /0Nobody works 108 h a week: leads wait/);
  assert.match(legend, /aA small letter nobody of that team works, somebody of its overflow does/);
  assert.deepEqual(await faint(page), []);
  await page.getByText("The week as a list").click();
  assert.match(await page.locator(".in-words li").first().textContent(), /^0 {2}Monday 00:00 to 08:00: /);
  assert.deepEqual(complaints, []);
});

test("reps and holidays are opened like the other files, told at their lines, and looked at as of today", async () => {
  const { page } = await opened();
  const wrong = withReps({ "roster.csv": (text) => text.replace("Mon-Fri 10:00-18:00", "Mon-Fri 10:00-25:00") });
  await page.getByLabel("Files of routing-config").setInputFiles(wrong);
  await says(page, /^1 problem to mend/);
  await page.getByRole("button", { name: /^Go to roster\.csv, line 3, character / }).click();
  assert.equal(await page.getByRole("tab", { selected: true }).textContent(), "roster.csv1");
  await text(page).fill((await text(page).inputValue()).replace("25:00", "18:00"));
  await says(page, /^Nothing is wrong/);
  const warning = page.getByRole("list", { name: "Problems" }).getByRole("listitem").filter({ hasText: "holidays" });
  assert.match(await warning.first().textContent(), /Warning.*de-by/);
});

test("when a change sends a test's lead elsewhere, that lead can be tried at once", async () => {
  const { page } = await withFiles();
  await edit(page, "routing.toml", (text) => text.replace('"1000 or more"', '"1001 or more"'));
  await says(page, /^1 problem to mend/);
  await page.getByRole("list", { name: "Problems" }).getByRole("button", { name: "Try this lead" }).click();
  await goesTo(page, "Sales");
  assert.match(await result(page).textContent(), /Before your changes: Enterprise, by the rule large\./);
  const chosen = await page.getByLabel("Start from a test").locator("option:checked").textContent();
  assert.equal(chosen, "✗ A large company (goes elsewhere)");
});

/** What is shown in a colour too close to what it stands on: WCAG 2.2, success criterion 1.4.3. */
const faint = (page) =>
  page.evaluate(() => {
    const parse = (colour) => colour.match(/[\d.]+/g).map(Number);
    const light = (colour) => {
      const [red, green, blue] = parse(colour).map((part) => part / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const ground = (element) => {
      const { backgroundColor } = getComputedStyle(element);
      return (parse(backgroundColor)[3] ?? 1) === 0 ? ground(element.parentElement) : backgroundColor;
    };
    const hasText = ({ childNodes }) => [...childNodes].some(({ nodeType, data }) => nodeType === Node.TEXT_NODE && data.trim());
    return [...document.body.querySelectorAll("*")].flatMap((element) => {
      const shown = element.checkVisibility({ visibilityProperty: true }) && !element.closest("#marks, [inert], option");
      if (!shown || !(hasText(element) || element.value)) return [];
      const [one, other] = [light(getComputedStyle(element).color), light(ground(element))];
      const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
      return ratio < 4.5 ? [`${ratio.toFixed(2)} ${element.outerHTML.slice(0, 90)}`] : [];
    });
  });

test("on a phone everything fits the screen, has a name and can be read, in light and dark", async () => {
  for (const colorScheme of ["light", "dark"]) {
    const { page } = await withExample({ viewport: PHONE });
    await page.emulateMedia({ colorScheme });
    await assertUsable(page);
    assert.deepEqual(await faint(page), [], `faint when ${colorScheme}`);
    const nameless = await page.getByRole("button").evaluateAll((all) =>
      all.filter((button) => !(button.getAttribute("aria-label") ?? button.textContent).trim()).map(({ outerHTML }) => outerHTML),
    );
    assert.deepEqual(nameless, []);
    const ids = await page.locator("[id]").evaluateAll((all) => all.map(({ id }) => id));
    assert.equal(new Set(ids).size, ids.length, "no id is there twice");
    await edit(page, "routing.toml", (text) => `${text}\nnonsense`);
    await says(page, /to mend/);
    await assertUsable(page);
    assert.deepEqual(await faint(page), [], `faint when ${colorScheme}, with problems`);
  }
});

test("keys alone are enough to open the example, go through its files and come to the lead", async () => {
  const { page } = await opened();
  const focused = () => page.evaluate(() => document.activeElement.getAttribute("aria-label") ?? document.activeElement.textContent);
  const press = async (key, expected) => {
    await page.keyboard.press(key);
    assert.equal(await focused(), expected);
  };
  await press("Tab", "Choose files");
  await press("Tab", "Start with the example");
  await page.keyboard.press("Enter");
  await ready(page);
  assert.equal(await focused(), "Files");
  await press("Tab", "Add files");
  await press("Tab", "Start over");
  await press("Tab", "routing.toml");
  await press("ArrowLeft", await page.getByRole("tab", { selected: true }).evaluate((tab) => tab.previousElementSibling.textContent));
  await page.keyboard.press("Tab");
  assert.match(await focused(), /^Remove /);
  await page.keyboard.press("Tab");
  assert.match(await focused(), /^Text of /);
});

test("a compiler that cannot be had is told as this page's own fault, and asked again with the next change", async () => {
  const { page } = await opened();
  await page.context().route("**/*.wasm", (route) => route.abort());
  await page.getByRole("button", { name: "Start with the example" }).click();
  await page.getByRole("alert").waitFor();
  assert.match(await page.getByRole("alert").textContent(), /not the fault of your files/);
  await page.context().unroute("**/*.wasm");
  await text(page).fill(`${await text(page).inputValue()}# The end\n`);
  await says(page, /^Nothing is wrong/);
  assert.ok(await page.getByRole("alert").isHidden());
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
