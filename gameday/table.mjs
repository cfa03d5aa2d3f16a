// What a drill showed, as text for people.

import { passes } from "./verdict.mjs";

/** Columns as wide as what is in them; numbers and words alike to the left. */
export function aligned(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => String(row[column]).length)));
  return rows.map((row) => row.map((cell, column) => String(cell).padEnd(widths[column])).join("  ").trimEnd());
}

const word = (isMet) => (isMet ? "ok" : "FAILED");

const shown = (value) => (Number.isFinite(value) ? String(Math.round(value * 10) / 10) : String(value ?? "-"));

/** One drill: every line of its verdict, and its figures. */
export function drillTable({ name, says, checks, figures }) {
  const lines = [["", "check", "expected", "seen"], ...checks.map((line) => [word(line.met), line.what, line.expected, line.seen])];
  const measured = Object.entries(figures).map(([figure, value]) => [figure.replaceAll("_", " "), shown(value)]);
  const tables = [aligned(lines), measured.length > 0 ? aligned(measured) : []];
  const text = tables.map((table) => table.map((line) => `  ${line}`).join("\n")).filter(Boolean);
  return [`${name}: ${says}`, ...text, `  ${passes(checks) ? "passed" : "FAILED"}`].join("\n");
}

/** All drills, a line each. */
export function summary(results) {
  const head = ["drill", "verdict", "ack p95 before", "during", "inbox p95 before", "during", "in order after"];
  const rows = results.map(({ name, checks, error, figures = {} }) => [
    name,
    error === undefined && passes(checks) ? "passed" : "FAILED",
    ...[figures.ack_p95_ms_before, figures.ack_p95_ms_during].map(ms),
    ...[figures.inbox_p95_ms_before, figures.inbox_p95_ms_during].map(ms),
    figures.seconds_until_in_order === undefined ? "-" : `${shown(figures.seconds_until_in_order)} s`,
  ]);
  return aligned([head, ...rows]).join("\n");
}

const ms = (value) => (value === undefined ? "-" : `${shown(value)} ms`);
