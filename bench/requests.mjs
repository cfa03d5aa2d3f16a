// What a load can be made of: each kind of request, and the answer that it is sent for.

import { claimCommand } from "./claims.mjs";
import { get, post } from "./http.mjs";
import { lead, visitor } from "./leads.mjs";

const JSON_TYPE = "application/json";
const from = (n) => `CF-Connecting-IP: ${visitor(n)}\r\n`;

const postDemo = (n, body) => post("/v1/leads/demo", JSON_TYPE, body, from(n));

/** Lead `n` of a run, as its visitor's browser would send it. */
export const postLead = (run, n) => postDemo(n, JSON.stringify(lead(run, n)));

/** A command for the ledger object of this name, through the probe. */
export const postCommand = (object, command) => post("/", JSON_TYPE, command, `Ledger-Object: ${object}\r\n`);

/** What a form post says that no contract takes. */
const WRONG = { name: "x".repeat(201), employees: -1, consent: { privacy: false } };

/** By kind, what request `n` is, and what an answer to it is: an `error`, or right, with the `id` of its lead. */
export const KINDS = {
  lead: ({ run }) => ({ message: (n) => postLead(run, n), judge: newLead }),
  /** Of a run whose first `known` leads were sent before. */
  repeat: ({ run, known }) => ({ message: (n) => postLead(run, 1 + (n % known)), judge: knownLead }),
  wrong_fields: ({ run }) => ({ message: (n) => postDemo(n, JSON.stringify({ ...lead(run, n), ...WRONG })), judge: status(422) }),
  /** All but the last brace. */
  malformed: ({ run }) => ({ message: (n) => postDemo(n, JSON.stringify(lead(run, n)).slice(0, -1)), judge: status(400) }),
  unknown_form: ({ run }) => ({
    message: (n) => post("/v1/leads/nope", JSON_TYPE, JSON.stringify(lead(run, n)), from(n)),
    judge: status(404),
  }),
  healthz: () => ({ message: () => get("/healthz"), judge: status(200) }),
  claim: ({ template, object }) => ({
    message: () => postCommand(object, claimCommand(template, object)),
    judge: newClaim,
  }),
};

const status = (wanted) => (answer) => (answer.status === wanted ? {} : { error: `status ${answer.status}` });

function knownLead({ status, body }) {
  if (status !== 200) return { error: `status ${status}` };
  return body.includes('"duplicate":true') ? {} : { error: "answered as a new lead" };
}

function newLead({ status, body }) {
  if (status < 200 || status > 299) return { error: `status ${status}` };
  if (!body.includes('"duplicate":false')) return { error: "answered as a repeat" };
  return { id: idIn(body) };
}

/** What a ledger object answers to a claim of somebody new. */
export function newClaim({ status, body }) {
  if (status !== 200) return { error: `status ${status}` };
  if (!body.startsWith('{"claimed":{"outcome":"accepted"')) return { error: body.slice(0, 40) };
  return { id: idIn(body) };
}

function idIn(body) {
  const start = body.indexOf('"lead_id":"') + 11;
  return body.slice(start, body.indexOf('"', start));
}
