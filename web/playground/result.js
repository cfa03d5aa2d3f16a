// Where a lead goes and why, in words.

import { counted, element } from "./element.js";

/** @import { Condition, Otherwise, Rule, Why, Wrong } from "./types.js" */

/** Rules above the one that decides, as many as are shown. */
const MOST_SHOWN = 60;

/**
 * @param {Why | Wrong} told
 * @param {(rule: string) => void} goToRule
 */
export function result(told, goToRule) {
  if ("wrong" in told) {
    const lines = told.wrong.map((line) => element("li", {}, line));
    return [element("div", { className: "summary calm" }, element("p", {}, "This lead cannot be tried:"), element("ul", {}, ...lines))];
  }
  return [
    element(
      "div",
      { className: "goes" },
      element("p", { className: "eyebrow" }, "This lead goes to"),
      element("p", { className: "team" }, told.team_name),
      element("p", {}, ...because(told)),
      told.territory && element("p", { className: "hint" }, `The place is in the territory ${told.territory}.`),
      told.before && element("p", { className: "before" }, ...went(told.before)),
    ),
    ...whatIf(told.otherwise),
    element("h3", {}, "Rule by rule"),
    ...rules(told, goToRule),
  ];
}

/** @param {Why} why */
function because({ rule }) {
  if (rule === "fallback") return ["because no rule fits, and this is the ", element("code", {}, "fallback"), "."];
  if (rule === "form") return ["because no rule fits, and this is the team of its form."];
  return ["because the rule ", element("code", {}, rule), " is the first that fits."];
}

/** @param {{ team_name: string, rule: string }} before */
function went({ team_name: team, rule }) {
  const by = rule === "fallback" || rule === "form" ? [", because no rule fitted"] : [", by the rule ", element("code", {}, rule)];
  return ["Before your changes: ", element("b", {}, team), ...by, "."];
}

/** @param {Otherwise[]} otherwise */
function whatIf(otherwise) {
  if (otherwise.length === 0) return [];
  const lines = otherwise.map(({ team_name, if_so }) => element("li", {}, element("b", {}, team_name), `, if ${if_so}`));
  return [element("h3", {}, "It would have gone to"), element("ul", { className: "otherwise" }, ...lines)];
}

/**
 * @param {Why} why
 * @param {(rule: string) => void} goToRule
 */
function rules({ rules: all, rule: decided, not_asked: notAsked }, goToRule) {
  const shown = all.slice(-MOST_SHOWN);
  const above = all.length - shown.length;
  const items = shown.map((rule) => ruleItem(rule, rule.rule === decided, goToRule));
  return [
    above > 0 && element("p", { className: "hint" }, `${counted(above, "rule")} further up did not fit.`),
    all.length === 0 && element("p", { className: "hint" }, "There are no rules."),
    element("ol", { className: "rules", start: above + 1 }, ...items),
    notAsked > 0 && element("p", { className: "hint" }, `${counted(notAsked, "rule")} further down ${notAsked === 1 ? "was" : "were"} not asked.`),
  ].filter((part) => part !== false);
}

/**
 * @param {Rule} rule
 * @param {boolean} decided
 * @param {(rule: string) => void} goToRule
 */
function ruleItem({ rule, team_name: team, fits, conditions }, decided, goToRule) {
  const name = element("button", { type: "button", className: "place", onclick: () => goToRule(rule) }, rule);
  name.setAttribute("aria-label", `Go to the rule ${rule}`);
  const verdict = decided ? `fits: ${team}` : "does not fit";
  const lines = conditions.length > 0 ? conditions.map(condition) : [element("li", {}, "It asks nothing: every lead fits.")];
  return element(
    "li",
    { className: fits ? "fits" : "" },
    element("p", {}, name, " ", element("span", { className: fits ? "yes" : "no" }, verdict)),
    element("ul", { className: "conditions" }, ...lines),
  );
}

/** @param {Condition} condition */
function condition({ subject, known, wanted, fits }) {
  const mark = element("span", { className: fits ? "yes" : "no", role: "img", "aria-label": fits ? "fits" : "does not fit" }, fits ? "✓" : "✗");
  const text = fits && known === wanted ? [" is ", element("b", {}, known)] : [" is ", element("b", {}, known), `, wanted: ${wanted}`];
  return element("li", {}, mark, element("span", {}, subject, ...text));
}
