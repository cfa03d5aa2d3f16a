// A stateful Slack on the loopback, in a process of its own so that it can really be gone.
//
//   node slack_server.mjs PORT [CHANNELS]     prints "ready" once it serves; ends with whoever started it

import { createEmulator } from "emulate";

const seed = {
  tokens: { "xoxb-test": { login: "beeline", scopes: ["chat:write", "channels:history", "channels:read"] } },
  slack: { team: { name: "Test", domain: "test" }, channels: Array.from({ length: Number(process.argv[3] ?? 1) }, (_, i) => ({ name: `leads-${i + 1}`, topic: "" })), bots: [{ name: "beeline" }] },
};
const slack = await createEmulator({ service: "slack", port: Number(process.argv[2]), hostname: "127.0.0.1", seed });
console.log("ready");
// Its end is the parent's, however that came.
process.stdin.on("end", () => process.exit()).resume();
process.on("SIGTERM", async () => {
  await slack.close();
  process.exit();
});
