// What is wrong, in the order of the files.

import { counted, element, prose } from "./element.js";

/** @import { Problem, Report, Test } from "./types.js" */

/** As many of a kind as are shown: who has more begins with these. */
const MOST_SHOWN = 100;

const WORDS = { error: "Problem", warning: "Warning", note: "Note" };

/**
 * Whether the files could be built, in one sentence.
 *
 * @param {Report} report
 */
export function verdict({ ok, problems, configuration }) {
  const errors = problems.filter(({ severity }) => severity === "error").length;
  if (!ok) return `${counted(errors, "problem")} to mend. Files like this would not go live.`;
  if (!configuration) return "";
  const { forms, teams, rules, tests } = configuration;
  const counts = [counted(forms.length, "form"), counted(teams.length, "team"), counted(rules.length, "rule")];
  const tested = tests.length > 0 ? `, and ${tests.length === 1 ? "the test goes" : `all ${tests.length} tests go`} where ${tests.length === 1 ? "it" : "they"} must` : "";
  return `Nothing is wrong: ${counts.join(", ")}${tested}.`;
}

/**
 * The list of problems; what is only good to know is folded away.
 *
 * @param {Problem[]} problems
 * @param {{ isOpen: (file: string) => boolean, goTo: (problem: Problem) => void, testOf: (problem: Problem) => Test | undefined, tryTest: (test: Test) => void }} deeds
 */
export function problemList(problems, deeds) {
  const notes = problems.filter(({ severity }) => severity === "note");
  const others = problems.filter(({ severity }) => severity !== "note");
  const list = (/** @type {Problem[]} */ some, /** @type {string} */ name) => {
    const items = some.slice(0, MOST_SHOWN).map((problem) => item(problem, deeds));
    if (some.length > MOST_SHOWN) items.push(element("li", {}, `… and ${some.length - MOST_SHOWN} more.`));
    return element("ol", { className: "problems", "aria-label": name }, ...items);
  };
  const parts = document.createDocumentFragment();
  if (others.length > 0) parts.append(list(others, "Problems"));
  if (notes.length > 0) {
    const summary = element("summary", {}, `${counted(notes.length, "note")}: good to know, nothing to mend`);
    parts.append(element("details", { className: "notes" }, summary, list(notes, "Notes")));
  }
  return parts;
}

/**
 * @param {Problem} problem
 * @param {Parameters<typeof problemList>[1]} deeds
 */
function item(problem, { isOpen, goTo, testOf, tryTest }) {
  const { severity, file, message, fix } = problem;
  const place = isOpen(file) ? placeButton(problem, goTo) : element("code", {}, file);
  const test = testOf(problem);
  const tryIt = test && element("button", { type: "button", className: "quiet small", onclick: () => tryTest(test) }, "Try this lead");
  return element(
    "li",
    { className: severity },
    element("p", { className: "what" }, element("strong", { className: "severity" }, WORDS[severity]), " ", place),
    element("p", {}, ...prose(sentence(message))),
    element("p", { className: "fix" }, element("span", {}, element("b", {}, "Fix: "), ...prose(fix)), tryIt ?? (severity !== "note" && copyButton(fix))),
  );
}

/**
 * @param {Problem} problem
 * @param {(problem: Problem) => void} goTo
 */
function placeButton(problem, goTo) {
  const { file, line, column } = problem;
  const place = element("button", { type: "button", className: "place", onclick: () => goTo(problem) }, `${file}, line ${line}`);
  place.setAttribute("aria-label", `Go to ${file}, line ${line}, character ${column}`);
  return place;
}

/** Messages begin in small letters, for they follow a file's name. @param {string} message */
function sentence(message) {
  return message.charAt(0).toUpperCase() + message.slice(1);
}

/** @param {string} text */
function copyButton(text) {
  const button = element("button", { type: "button", className: "quiet small" }, "Copy");
  button.setAttribute("aria-label", `Copy the fix: ${text}`);
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(text);
    button.textContent = "Copied";
  });
  return button;
}
