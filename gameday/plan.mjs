// The command line as a plan.

import { parseArgs } from "node:util";

const OPTIONS = {
  leads: { type: "string", default: "1000" },
  rate: { type: "string", default: "100" },
  rounds: { type: "string", default: "1" },
  scale: { type: "string", default: "1" },
  destination: { type: "string" },
  json: { type: "string" },
  storage: { type: "string" },
  gate: { type: "boolean", default: false },
  help: { type: "boolean", default: false },
};
const DESTINATIONS = ["hubspot", "salesforce", "pipedrive", "webhook"];

/** How it is called: every option with what it is without being said, and every drill. */
export function usage(known) {
  const options = Object.entries(OPTIONS).map(([name, { type, default: usual }]) =>
    type === "boolean" ? `[--${name}]` : `[--${name} ${usual ?? name.toUpperCase()}]`);
  const drills = known.map(({ name, says }) => `  ${name.padEnd(14)} ${says}`);
  return [`usage: cargo xtask gameday [NAME ...] ${options.join(" ")}`, ...drills].join("\n");
}

/** Reads the arguments; throws what is wrong with them, for people. */
export function read(argv, known) {
  const { values, positionals } = parseArgs({ args: argv, options: OPTIONS, allowPositionals: true });
  const { destination, json, gate, storage, help } = values;
  if (destination !== undefined && !DESTINATIONS.includes(destination)) {
    throw new Error(`--destination is one of ${DESTINATIONS.join(", ")}, not ${destination}`);
  }
  return {
    leads: whole("--leads", values.leads),
    rate: positive("--rate", values.rate),
    rounds: whole("--rounds", values.rounds),
    scale: positive("--scale", values.scale),
    destination,
    json,
    gate,
    storage,
    help,
    drills: named(positionals, known, destination),
  };
}

function named(names, known, destination) {
  const unknown = names.filter((name) => !known.some((drill) => drill.name === name));
  const all = known.map(({ name }) => name).join(", ");
  if (unknown.length > 0) throw new Error(`there is no drill ${unknown.join(", ")}; there are ${all}`);
  const wanted = known.filter(({ name }) => names.length === 0 || names.includes(name));
  const fits = ({ only }) => only === undefined || destination === undefined || only === destination;
  const misfits = wanted.filter((drill) => !fits(drill)).filter(({ name }) => names.includes(name));
  if (misfits.length > 0) throw new Error(`${misfits[0].name} is a drill of ${misfits[0].only} only`);
  return wanted.filter(fits);
}

function positive(option, text) {
  const value = Number(text);
  if (!(value > 0)) throw new Error(`${option} wants a number above 0, not ${text}`);
  return value;
}

function whole(option, text) {
  const value = positive(option, text);
  if (!Number.isInteger(value)) throw new Error(`${option} wants a whole number, not ${text}`);
  return value;
}
