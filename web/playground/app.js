// The page: files in, problems, a lead and its week out.

import { Compiler, CompilerFault } from "./compiler.js";
import { Editor } from "./editor.js";
import { byId, element } from "./element.js";
import { download, edited, example, filesOf, read } from "./folder.js";
import { latest } from "./latest.js";
import { Lead } from "./lead.js";
import { problemList, verdict } from "./problems.js";
import { result } from "./result.js";
import { Tabs } from "./tabs.js";
import { showWeek } from "./week.js";

/** @import { OpenFile } from "./folder.js" */
/** @import { Problem, Report, Test } from "./types.js" */

/** How long to wait, in milliseconds, until somebody has stopped typing. */
const PAUSE_MS = 200;
/** What somebody who opens all of it wants to see first. */
const FIRST = "routing.toml";

const compiler = new Compiler();
const check = latest(compileFiles);
const tryLead = latest(followLead);
const editor = new Editor(onEdit);
const tabs = new Tabs(show);
const lead = new Lead(tryLead);

/** @type {Map<string, OpenFile>} */
const files = new Map();
let active = "";
/** @type {Report | null} */
let report = null;
/** Whether nothing was changed since files were opened. */
let isAsOpened = false;

/** @param {OpenFile[]} opened */
function open(opened) {
  for (const file of opened) files.set(file.name, file);
  if (files.size === 0) return;
  isAsOpened = true;
  switchTo("workbench");
  if (!files.has(active) || opened.length > 1) active = files.has(FIRST) ? FIRST : opened[0].name;
  show(active);
  check();
}

/**
 * Shows what there is before files are open, or after; whoever uses no mouse is there at once.
 *
 * @param {"start" | "workbench"} part
 */
function switchTo(part) {
  if (!byId(part).hidden) return;
  byId("start").hidden = part !== "start";
  byId("workbench").hidden = part !== "workbench";
  byId(part).querySelector("h2").focus();
}

/** @param {string} name */
function show(name) {
  active = name;
  const file = /** @type {OpenFile} */ (files.get(name));
  editor.show(file);
  refresh();
}

/** Tabs, marks and buttons as they are now. */
function refresh() {
  const problems = report?.problems ?? [];
  tabs.show([...files.values()].toSorted((one, other) => one.name.localeCompare(other.name)), active, problems);
  editor.mark(problems.filter(({ file }) => file === active));
  const file = files.get(active);
  byId("download").hidden = !file?.isChanged;
  byId("download").textContent = `Download ${active}`;
  byId("remove").setAttribute("aria-label", `Remove ${active}`);
}

/** @type {ReturnType<typeof setTimeout> | undefined} */
let pause;

/** @param {string} text */
function onEdit(text) {
  isAsOpened = false;
  files.set(active, edited(/** @type {OpenFile} */ (files.get(active)), text));
  byId("download").hidden = false;
  clearTimeout(pause);
  pause = setTimeout(check, PAUSE_MS);
}

/** Compiles the files, and shows what they are. */
async function compileFiles() {
  clearTimeout(pause);
  if (files.size === 0) return;
  byId("verdict").ariaBusy = "true";
  const told = await attempt(() => compiler.check(new Map([...files].map(([name, { bytes }]) => [name, bytes]))));
  byId("verdict").ariaBusy = "false";
  if (!told || files.size === 0) return;
  report = told;
  byId("verdict").textContent = verdict(told);
  byId("verdict").className = `verdict ${told.ok ? "good" : "bad"}`;
  byId("bundle").textContent = told.configuration?.bundle ? `These files make the bundle ${told.configuration.bundle}.` : "";
  byId("problems").replaceChildren(problemList(told.problems, { isOpen: (file) => files.has(file), goTo, testOf, tryTest }));
  refresh();
  byId("lead").inert = !told.configuration;
  if (told.configuration) lead.ask(told.configuration);
  if (isAsOpened) await attempt(() => compiler.keep());
  await tryLead();
}

/** @param {Problem} problem */
function goTo({ file, line, column }) {
  if (file !== active) show(file);
  editor.goTo(line, column);
}

/** The test that a problem is about, if its lead can be tried. @param {Problem} problem */
function testOf({ file, line }) {
  return file === "tests.toml" ? report?.configuration?.tests.find((test) => test.line === line) : undefined;
}

/** @param {Test} test */
function tryTest(test) {
  lead.choose(test);
  byId("lead-title").scrollIntoView({ block: "nearest" });
}

/** @param {string} rule */
function goToRule(rule) {
  const lines = files.get("routing.toml")?.text?.split("\n") ?? [];
  const line = lines.findIndex((text) => /^\s*id\s*=\s*["']([^"']*)["']/.exec(text)?.[1] === rule);
  if (line < 0) return;
  const column = [...lines[line].slice(0, lines[line].search(/["']/))].length + 1;
  goTo({ severity: "note", file: "routing.toml", line: line + 1, column, message: "", fix: "" });
}

/** Shows where the lead goes, and its week. */
async function followLead() {
  if (!report?.configuration) {
    const mend = "Mend the problems first: then this says where a lead goes, and why.";
    byId("result").replaceChildren(element("p", { className: "hint" }, mend));
    showWeek(null);
    return;
  }
  const said = lead.said();
  const told = await attempt(async () => [await compiler.why(said), await compiler.week(said)]);
  if (!told) return;
  const [why, week] = told;
  byId("result").replaceChildren(...result(why, goToRule));
  showWeek(week);
}

let hasFailed = false;

/**
 * What the compiler says; if it cannot, that is told, until it can again.
 *
 * @template T
 * @param {() => Promise<T>} ask
 * @returns {Promise<T | null>}
 */
async function attempt(ask) {
  try {
    const told = await ask();
    if (hasFailed) notice("");
    hasFailed = false;
    return told;
  } catch (error) {
    if (!(error instanceof CompilerFault)) throw error;
    hasFailed = true;
    notice(`This page failed, which is not the fault of your files (${error.message}). Download what you changed, and reload the page.`);
    return null;
  }
}

/** @param {string} text */
function notice(text) {
  const close = element("button", { type: "button", className: "quiet small", onclick: () => notice("") }, "Close");
  byId("notice").replaceChildren(element("span", {}, text), close);
  byId("notice").hidden = text === "";
}

/** @param {File[]} picked */
async function take(picked) {
  const { files: opened, others } = await read(picked);
  open(opened);
  const left = others.length > 0 ? `Left out, because only .toml and .csv files are read: ${others.join(", ")}.` : "";
  notice(opened.length === 0 && !left ? "There is no file in that." : left);
}

/** Takes the file that is shown away, from this page only. */
function remove() {
  if (files.get(active)?.isChanged && !confirm(`Remove ${active}? What you changed in it and did not download is gone then.`)) return;
  files.delete(active);
  const [next] = [...files.keys()].toSorted();
  if (next === undefined) return clear();
  isAsOpened = false;
  show(next);
  check();
}

const isChanged = () => [...files.values()].some(({ isChanged }) => isChanged);

function clear() {
  if (isChanged() && !confirm("Close all files? What you changed and did not download is gone then.")) return;
  files.clear();
  lead.clear();
  report = null;
  switchTo("start");
}

const deeds = {
  pick: () => byId("picker").click(),
  example: async () => open(await example()),
  clear,
};
for (const button of document.querySelectorAll("[data-does]")) {
  const does = /** @type {keyof typeof deeds} */ (/** @type {HTMLElement} */ (button).dataset.does);
  button.addEventListener("click", () => deeds[does]());
}
byId("picker").addEventListener("change", async () => {
  await take([...byId("picker").files]);
  byId("picker").value = "";
});
byId("remove").addEventListener("click", remove);
byId("download").addEventListener("click", () => {
  const file = /** @type {OpenFile} */ (files.get(active));
  download(file);
  files.set(active, { ...file, isChanged: false });
  refresh();
});
const dropping = (/** @type {boolean} */ is) => document.body.classList.toggle("dropping", is);
addEventListener("dragover", (event) => {
  event.preventDefault();
  dropping(true);
});
addEventListener("dragleave", (event) => dropping(event.relatedTarget !== null));
addEventListener("drop", async (event) => {
  event.preventDefault();
  dropping(false);
  if (event.dataTransfer) await take(await filesOf(event.dataTransfer));
});
addEventListener("beforeunload", (event) => {
  if (isChanged()) event.preventDefault();
});
