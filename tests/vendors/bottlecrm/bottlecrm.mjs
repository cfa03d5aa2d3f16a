// BottleCRM, a real CRM: started on the loopback, asked over its own API, stopped by its pid.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFile, mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const SOURCE = fileURLToPath(new URL(".", import.meta.url));
const START_MS = 60_000;
const STOP_MS = 5000;
const ANSWER_MS = 30_000;
/** Of what it says, the end. */
const KEPT_LOG = 20_000;
/** More leads than any test hands in. */
const PAGE = 10_000;

/**
 * Starts it with a database of its own, in which an admin has made an intake.
 * `perMinute`, `perDay`: posts that the intake takes; its own limits are 120 and 5,000.
 */
export async function startBottleCrm({ perMinute = 1_000_000, perDay = 1_000_000 } = {}) {
  const installed = process.env.BOTTLECRM;
  if (!installed) throw new Error("BOTTLECRM does not say where it is: see tests/vendors/README.md");
  const folder = await mkdtemp(join(tmpdir(), "beeline-bottlecrm-"));
  await copyFile(join(installed, "seeded.sqlite3"), join(folder, "db.sqlite3"));
  const token = await readFile(join(installed, "token"), "utf8");
  const limits = { LEAD_INTAKE_THROTTLE_MINUTE: `${perMinute}/min`, LEAD_INTAKE_THROTTLE_DAY: `${perDay}/day` };
  const crm = new BottleCrm({
    python: join(installed, "venv/bin/python"),
    folder,
    token,
    limits,
    port: await freePort(),
  });
  try {
    await crm.comeBack();
    await crm.makeIntake();
  } catch (error) {
    await crm.stop();
    throw error;
  }
  return crm;
}

class BottleCrm {
  /** What it said last: to be looked at when it does not start. */
  log = "";
  /** Where leads are handed in. */
  intakeUrl = "";
  /** The intake's key, as a bearer. */
  key = "";
  #intake = "";
  #child;
  #options;

  constructor(options) {
    this.#options = options;
    this.url = `http://127.0.0.1:${options.port}`;
  }

  get pid() {
    return this.#child?.pid;
  }

  /** Starts the process, on the port and with the records it had. */
  async comeBack() {
    const { python, folder, limits, port } = this.#options;
    const env = {
      ...limits,
      PATH: process.env.PATH,
      HOME: folder,
      DJANGO_SETTINGS_MODULE: "bottle_settings",
      PYTHONPATH: SOURCE,
      PYTHONDONTWRITEBYTECODE: "1",
      BOTTLE_DATABASE: join(folder, "db.sqlite3"),
    };
    this.#child = spawn(python, [join(SOURCE, "serve.py"), `127.0.0.1:${port}`], { env, cwd: folder });
    // A program that is not there has no pid, and says so here only.
    this.#child.on("error", (error) => this.#note(String(error)));
    for (const output of [this.#child.stdout, this.#child.stderr]) output.on("data", (text) => this.#note(text));
    const deadline = Date.now() + START_MS;
    while (!(await this.#isUp())) {
      if (this.#isGone()) throw new Error(`BottleCRM ended while it started:\n${this.log}`);
      if (Date.now() > deadline) throw new Error(`BottleCRM did not start within ${START_MS} ms:\n${this.log}`);
      await sleep(100);
    }
  }

  /** Ends the process, by its pid. */
  async goAway(signal = "SIGKILL") {
    if (this.#isGone()) return;
    const gone = once(this.#child, "exit");
    this.#child.kill(signal);
    const late = setTimeout(() => this.#child.kill("SIGKILL"), STOP_MS);
    await gone;
    clearTimeout(late);
  }

  async stop() {
    await this.goAway("SIGTERM");
    await rm(this.#options.folder, { recursive: true, force: true });
  }

  #note(text) {
    this.log = `${this.log}${text}`.slice(-KEPT_LOG);
  }

  #isGone() {
    const child = this.#child;
    return child?.pid === undefined || child.exitCode !== null || child.signalCode !== null;
  }

  async #isUp() {
    const answer = await fetch(`${this.url}/api/leads/`, { signal: AbortSignal.timeout(ANSWER_MS) }).catch(() => null);
    return answer !== null && answer.status < 500;
  }

  /** A call as the admin: status, headers and body. */
  api(method, path, body) {
    return this.#ask(method, `${this.url}${path}`, body, this.#options.token);
  }

  async #ask(method, url, body, token) {
    const type = body === undefined ? {} : { "content-type": "application/json" };
    const headers = { authorization: `Bearer ${token}`, ...type };
    const signal = AbortSignal.timeout(ANSWER_MS);
    const answer = await fetch(url, { method, headers, body: body && JSON.stringify(body), signal });
    return { status: answer.status, headers: answer.headers, body: readJson(await answer.text()) };
  }

  async #read(path) {
    const { status, body } = await this.api("GET", path);
    if (status !== 200) throw new Error(`BottleCRM answered ${status} to GET ${path}`);
    return body;
  }

  /** Done once, by `startBottleCrm`. */
  async makeIntake() {
    const { status, body } = await this.api("POST", "/api/leads/intakes/", { name: "Beeline" });
    if (status !== 201) throw new Error(`BottleCRM made no intake: ${status} ${JSON.stringify(body).slice(0, 500)}`);
    this.#intake = body.id;
    this.key = body.key;
    this.intakeUrl = `${this.url}/api/public/leads/${body.id}/`;
  }

  /** Hands in a lead as a website would. */
  send(lead, key = this.key) {
    return this.#ask("POST", this.intakeUrl, lead, key);
  }

  /** The leads that a search for a text finds, as the admin sees them; all of them without a text. */
  async leads(text = "") {
    const search = text === "" ? "" : `search=${encodeURIComponent(text)}&`;
    const { open_leads: open, close_leads: closed } = await this.#read(`/api/leads/?${search}limit=${PAGE}`);
    return [...open.open_leads, ...closed.close_leads];
  }

  /** One lead, with its external id. */
  async lead(id) {
    return (await this.#read(`/api/leads/${id}/`)).lead_obj;
  }

  /** What came in at the intake, newest first, and what became of it: the last 50. */
  async deliveries() {
    return (await this.#read(`/api/leads/intakes/${this.#intake}/deliveries/`)).deliveries;
  }
}

function readJson(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}
