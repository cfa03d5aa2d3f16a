// What the compiler tells: see tools/playground/src. This file has types only.

/** @typedef {{ severity: "error" | "warning" | "note", file: string, line: number, column: number, message: string, fix: string }} Problem */
/** @typedef {{ value: string, label: string }} Answer */
/** @typedef {{ name: string, label: string, kind: "choice" | "country" | "number" | "word" | "moment", answers: Answer[], forms: string[] | null }} Ask */
/** @typedef {[name: string, answer: string][]} Said */
/** @typedef {{ name: string, line: number, lead: Said, team: string, rule: string | null, passes: boolean }} Test */
/** @typedef {{ bundle: string | null, forms: string[], teams: { id: string, name: string }[], fallback: string, rules: string[], has_hours: boolean, asks: Ask[], tests: Test[] }} Configuration */
/** @typedef {{ ok: boolean, problems: Problem[], configuration: Configuration | null }} Report */
/** @typedef {{ subject: string, known: string, wanted: string, fits: boolean }} Condition */
/** @typedef {{ rule: string, team_name: string, fits: boolean, conditions: Condition[] }} Rule */
/** @typedef {{ team_name: string, rule: string, if_so: string }} Otherwise */
/** @typedef {{ team: string, team_name: string, rule: string, territory: string | null, rules: Rule[], not_asked: number, otherwise: Otherwise[], before: { team_name: string, rule: string } | null }} Why */
/** @typedef {{ from_minute: number, until_minute: number, team: string, team_name: string, rule: string, answered_by: "anybody" | "team" | "overflow" | "nobody", at_work: RepsAtWork[] }} WeekPart */
/** @typedef {{ team_name: string, fewest: number, most: number }} RepsAtWork */
/** @typedef {{ parts: WeekPart[] }} Week */
/** @typedef {{ wrong: string[] }} Wrong */

export {};
