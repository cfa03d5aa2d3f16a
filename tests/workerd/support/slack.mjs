// Slack for tests: the stateful emulator in its own process, behind a door that can be slow.

import { spawn } from "node:child_process";
import { once } from "node:events";
import http from "node:http";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";

const SERVER = fileURLToPath(new URL("./slack_server.mjs", import.meta.url));
/** The emulator's `#general`: the same id at every start. */
export const CHANNEL = "C000000001";
export const TOKEN = "xoxb-test";
/** How often the emulator is started: each time its port may be taken before it has it. */
const STARTS = 5;

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

export class Slack {
  /** What to do before a call goes through, by method name. */
  before = async () => {};
  /** Every message that was posted, in order: when it was there, and its metadata. Its `ts` has whole seconds only. */
  posted = [];

  /** `channels`: how many leads' cards are spread over; without it, all go to [`CHANNEL`]. */
  static async start({ channels = 0 } = {}) {
    const slack = new Slack();
    slack.spread = channels;
    await slack.openDoor();
    slack.url = `http://127.0.0.1:${slack.door.address().port}`;
    await slack.comeBack();
    slack.channels = channels > 0 ? await slack.#channelsOfLeads() : [CHANNEL];
    return slack;
  }

  async openDoor() {
    const port = this.door?.port ?? 0;
    const door = http.createServer((request, response) => this.#pass(request, response)).listen(port, "127.0.0.1");
    await once(door, "listening");
    door.port = door.address().port;
    this.door = door;
  }

  /** Nobody answers; what was posted stays. */
  async closeDoor() {
    this.door.close();
    this.door.closeAllConnections();
    await once(this.door, "close");
  }

  /** On another port each time: whoever connects to somebody may be given the last one meanwhile. */
  async comeBack() {
    for (let attempt = 1; !(await this.#serves(await freePort())); attempt += 1) {
      if (attempt === STARTS) throw new Error(`the emulator ended before it served, ${STARTS} times`);
    }
  }

  async #serves(port) {
    this.port = port;
    this.child = spawn(process.execPath, [SERVER, String(port), String(this.spread)], { stdio: ["pipe", "pipe", "inherit"] });
    const serves = once(this.child.stdout, "data").then(() => true);
    return Promise.race([serves, once(this.child, "exit").then(() => false)]);
  }

  async goAway() {
    this.child.kill("SIGKILL");
    await once(this.child, "exit");
  }

  async stop() {
    if (this.child.exitCode === null && this.child.signalCode === null) await this.goAway();
    if (this.door.listening) await this.closeDoor();
  }

  /** A dead emulator is a dead connection for the caller too. */
  async #pass(request, response) {
    const pieces = [];
    for await (const piece of request) pieces.push(piece);
    const body = Buffer.concat(pieces);
    const method = request.url.split("/").at(-1);
    await this.before(method);
    try {
      const answer = await fetch(`http://127.0.0.1:${this.port}${request.url}`, {
        method: request.method,
        headers: { authorization: request.headers.authorization, "content-type": request.headers["content-type"] },
        body,
      });
      const text = await answer.text();
      if (method === "chat.postMessage" && JSON.parse(text).ok) {
        this.posted.push({ atMs: Date.now(), metadata: JSON.parse(body).metadata });
      }
      response.writeHead(answer.status, { "content-type": "application/json" });
      response.end(text);
    } catch {
      request.socket.destroy();
    }
  }

  async call(method, body) {
    const answer = await fetch(`http://127.0.0.1:${this.port}/api/${method}`, {
      method: "POST",
      headers: { authorization: `Bearer ${TOKEN}`, "content-type": "application/json; charset=utf-8" },
      body: JSON.stringify(body),
    });
    return answer.json();
  }

  async #channelsOfLeads() {
    const channels = await this.#pages("conversations.list", {}, "channels");
    return channels.filter(({ name }) => name.startsWith("leads-")).map(({ id }) => id);
  }

  /** Every message of the channels that cards go to. */
  async messages() {
    const messages = [];
    for (const channel of this.channels) {
      messages.push(...(await this.#pages("conversations.history", { channel, include_all_metadata: true }, "messages")));
    }
    return messages;
  }

  async #pages(method, body, of) {
    const found = [];
    let cursor;
    do {
      const page = await this.call(method, { ...body, limit: 200, cursor });
      if (!page.ok) throw new Error(`${method}: ${page.error}`);
      found.push(...page[of]);
      cursor = page.response_metadata?.next_cursor;
    } while (cursor);
    return found;
  }

  /** The messages that are a lead's own card. */
  async cardsOf(leadId) {
    return (await this.messages()).filter(({ metadata }) => metadata?.event_payload?.lead_id === leadId);
  }

  /** The digests a lead stands in. */
  async digestsOf(leadId) {
    return (await this.messages()).filter(({ metadata }) => metadata?.event_payload?.lead_ids?.split(" ").includes(leadId));
  }
}
