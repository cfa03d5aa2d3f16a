// A contender's Worker with everything counted that its bill depends on. The Worker's own code is
// as it is deployed: this is wrapped around what it exports, and around what it is given.

import { meterBatch, meterBindings } from "./bindings.mjs";
import { all, count, size } from "./counts.mjs";
import { countRows, meterStorage } from "./storage.mjs";

const PATH = "/meter";

for (const level of ["log", "warn", "error", "info", "debug"]) {
  const original = console[level];
  console[level] = (...parts) => {
    count("log_lines");
    count("log_bytes", String(parts[0]).length);
    original.apply(console, parts);
  };
}

/** Handlers by name, each given the call that it stands for. */
const HANDLERS = {
  fetch: (call) => (count("requests"), call()),
  queue: (call, batch) => meterBatch(batch, call),
  scheduled: (call) => (count("crons"), call()),
};

const isForMeter = (request) => new URL(request.url).pathname === PATH;
const NOT_FOUND = { status: 404 };

/** The default export, whichever of its two shapes it has. */
export const meteredEntrypoint = (Worker) => (typeof Worker === "function" ? meteredClass(Worker) : meteredModule(Worker));

function meteredModule(worker) {
  const handlers = {
    fetch: (request) => (isForMeter(request) ? Response.json(all()) : new Response(null, NOT_FOUND)),
  };
  for (const [name, handle] of Object.entries(HANDLERS)) {
    if (typeof worker[name] !== "function") continue;
    handlers[name] = (event, env, context) => {
      if (name === "fetch" && isForMeter(event)) return Response.json(all());
      meterBindings(env);
      return handle(() => worker[name](event, env, context), event);
    };
  }
  return handlers;
}

function meteredClass(Worker) {
  class Metered extends Worker {
    fetch(request) {
      if (isForMeter(request)) return Response.json(all());
      if (super.fetch === undefined) return new Response(null, NOT_FOUND);
      meterBindings(this.env);
      return HANDLERS.fetch(() => super.fetch(request));
    }
  }
  for (const name of ["queue", "scheduled"]) {
    const original = Worker.prototype[name];
    if (original === undefined) continue;
    Metered.prototype[name] = function (event) {
      meterBindings(this.env);
      return HANDLERS[name](() => original.call(this, event), event);
    };
  }
  return Metered;
}

/** A Durable Object class: its requests, and for how long an object has any. */
export function meteredObject(Class) {
  class Metered extends Class {
    constructor(state, env) {
      meterStorage(state.storage);
      meterBindings(env);
      super(state, env);
    }
    underway = { calls: 0, sinceMs: 0 };
  }
  for (const name of methodsOf(Class)) {
    const original = Class.prototype[name];
    Metered.prototype[name] = function (...parameters) {
      count(name === "alarm" ? "alarms" : "calls");
      // Not after every call: it is a query.
      if (name === "alarm") size(this.ctx.id.toString(), this.ctx.storage.sql.databaseSize);
      return whileActive(this.underway, () => original.apply(this, parameters));
    };
  }
  return Metered;
}

/** All that an object can be asked; what every object inherits from the platform is not the class's. */
function methodsOf(Class) {
  const names = new Set();
  for (let level = Class.prototype; Object.getPrototypeOf(level) !== Object.prototype; level = Object.getPrototypeOf(level)) {
    for (const name of Object.getOwnPropertyNames(level)) names.add(name);
  }
  names.delete("constructor");
  return names;
}

/** An object is billed for the time in which it has at least one call, however many there are. */
function whileActive(underway, call) {
  if (underway.calls++ === 0) underway.sinceMs = Date.now();
  const end = () => {
    countRows();
    if (--underway.calls === 0) count("active_ms", Date.now() - underway.sinceMs);
  };
  let value;
  try {
    value = call();
  } catch (error) {
    end();
    throw error;
  }
  if (typeof value?.then !== "function") return end(), value;
  return value.finally(end);
}
