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

  static async start() {
    const slack = new Slack();
    slack.port = await freePort();
    slack.door = http.createServer((request, response) => slack.#pass(request, response)).listen(0, "127.0.0.1");
    await once(slack.door, "listening");
    slack.url = `http://127.0.0.1:${slack.door.address().port}`;
    await slack.comeBack();
    return slack;
  }

  async comeBack() {
    this.child = spawn(process.execPath, [SERVER, String(this.port)], { stdio: ["ignore", "pipe", "inherit"] });
    await once(this.child.stdout, "data");
  }

  async goAway() {
    this.child.kill("SIGKILL");
    await once(this.child, "exit");
  }

  async stop() {
    if (this.child.exitCode === null && this.child.signalCode === null) await this.goAway();
    this.door.closeAllConnections();
    this.door.close();
  }

  /** A dead emulator is a dead connection for the caller too. */
  async #pass(request, response) {
    const body = Buffer.concat(await Array.fromAsync(request));
    await this.before(request.url.split("/").at(-1));
    try {
      const answer = await fetch(`http://127.0.0.1:${this.port}${request.url}`, {
        method: request.method,
        headers: { authorization: request.headers.authorization, "content-type": request.headers["content-type"] },
        body,
      });
      response.writeHead(answer.status, { "content-type": "application/json" });
      response.end(await answer.text());
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

  /** Every message of the channel. */
  async messages() {
    const page = await this.call("conversations.history", { channel: CHANNEL, include_all_metadata: true, limit: 200 });
    return page.messages;
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
