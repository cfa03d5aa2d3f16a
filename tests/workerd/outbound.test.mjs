// What is made of an HTTP answer, by the code that makes every vendor's call, on workerd and over real HTTP.

import assert from "node:assert/strict";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { gzipSync } from "node:zlib";
import { Miniflare, convertV4MiniflareOptions } from "miniflare";
import { eventually } from "./support/session.mjs";

const CODE = new URL("../../workers/platform/src/outbound.js", import.meta.url);
/** The most that is read of a body, here. */
const MAX_BYTES = 100_000;
/** What one read may bring besides. */
const ONE_READ_BYTES = 256 * 1024;
const PIECE = Buffer.alloc(16 * 1024, "x");

/** What the server does with a call, by path. */
const ANSWERS = {
  "/declared": (response) => response.writeHead(201, { "content-length": 5, "retry-after": "7" }).end("whole"),
  "/pieces": (response) => {
    response.write("in ");
    response.write("two ");
    response.end("pieces");
  },
  "/nothing": (response) => response.writeHead(204).end(),
  "/endless": (response) => forEver(response.writeHead(200)),
  "/long": (response) => forEver(response.writeHead(200, { "content-length": 1_000_000_000 })),
  "/bomb": (response) => {
    const small = gzipSync(Buffer.alloc(50 * MAX_BYTES, "x"));
    assert.ok(small.length < MAX_BYTES, "it is declared to fit");
    response.writeHead(200, { "content-encoding": "gzip", "content-length": small.length }).end(small);
  },
  "/elsewhere": (response) => response.writeHead(302, { location: "/declared" }).end(),
  "/silence": (response) => response.writeHead(200, { "content-length": 10 }).write("half"),
  "/broken": (response) => {
    response.writeHead(200, { "content-length": 10 });
    response.write("half", () => response.destroy());
  },
};

/** Writes until the caller leaves. */
function forEver(response) {
  const write = () => {
    while (!response.destroyed && response.write(PIECE));
  };
  response.on("drain", write);
  write();
}

const MAIN = `
import { exchange } from "./outbound.js";
export default {
  async fetch(request) {
    const { url, limitMs, headers } = await request.json();
    try {
      const answer = await exchange("POST", url, JSON.stringify(headers), "{}", limitMs, ${MAX_BYTES});
      if (answer === undefined) return Response.json({ unbuilt: true });
      const { status, body, header } = answer;
      const begin = new TextDecoder().decode(body.subarray(0, 20));
      return Response.json({ status, bytes: body.byteLength, begin, retryAfter: header("retry-after") ?? null });
    } catch (error) {
      return Response.json({ thrown: error.name });
    }
  },
};`;

let server;
let origin;
let mf;
const left = new Set();

before(async () => {
  server = createServer((request, response) => {
    response.on("close", () => left.add(request.url));
    ANSWERS[request.url](response);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  origin = `http://127.0.0.1:${server.address().port}`;
  const modules = [
    { type: "ESModule", path: "main.mjs", contents: MAIN },
    { type: "ESModule", path: "outbound.js", contents: await readFile(CODE, "utf8") },
  ];
  mf = new Miniflare(
    convertV4MiniflareOptions({ host: "127.0.0.1", port: 0, workers: [{ name: "caller", modules, compatibilityDate: "2026-11-01" }] }),
  );
});
after(async () => {
  await mf?.dispose();
  server?.closeAllConnections();
  server?.close();
});

async function call(path, { limitMs = 10_000, headers = {}, at = origin } = {}) {
  const body = JSON.stringify({ url: `${at}${path}`, limitMs, headers });
  return (await mf.dispatchFetch("http://caller/", { method: "POST", body })).json();
}

test("an answer is read whole, with a length and without", async () => {
  assert.deepEqual(await call("/declared"), { status: 201, bytes: 5, begin: "whole", retryAfter: "7" });
  assert.deepEqual(await call("/pieces"), { status: 200, bytes: 13, begin: "in two pieces", retryAfter: null });
  assert.deepEqual(await call("/nothing"), { status: 204, bytes: 0, begin: "", retryAfter: null });
});

for (const path of ["/endless", "/long", "/bomb"]) {
  test(`of more than anybody reads little more than that is read: ${path}`, async () => {
    const { status, bytes } = await call(path);
    assert.equal(status, 200);
    assert.ok(bytes > MAX_BYTES, `${bytes} bytes: what is too long is seen to be`);
    assert.ok(bytes <= MAX_BYTES + ONE_READ_BYTES, `${bytes} bytes`);
    await eventually("its connection is let go of", () => left.has(path));
  });
}

test("a redirect is an answer", async () => {
  assert.equal((await call("/elsewhere")).status, 302);
});

test("the deadline covers the body, and has a name of its own", async () => {
  assert.deepEqual(await call("/silence", { limitMs: 300 }), { thrown: "TimeoutError" });
});

test("a connection that breaks, or that nobody takes, is no deadline", async () => {
  const broken = await call("/broken");
  assert.ok(broken.thrown && broken.thrown !== "TimeoutError", JSON.stringify(broken));
  const nobody = createServer().listen(0, "127.0.0.1");
  await once(nobody, "listening");
  const at = `http://127.0.0.1:${nobody.address().port}`;
  nobody.close();
  await once(nobody, "close");
  const refused = await call("/declared", { at });
  assert.ok(refused.thrown && refused.thrown !== "TimeoutError", JSON.stringify(refused));
});

test("what cannot be built is told apart: nothing of it was sent", async () => {
  assert.deepEqual(await call("/declared", { headers: { "x-name": "two\nlines" } }), { unbuilt: true });
  assert.deepEqual(await call("/declared", { at: "nowhere" }), { unbuilt: true });
});
