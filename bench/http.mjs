// HTTP/1.1 over one keep-alive connection, one request at a time, loopback only.
// As little as a load generator needs, because it shares the machine with what it measures.

import { connect } from "node:net";

const TIMEOUT_MS = 10_000;
const HEAD_END = Buffer.from("\r\n\r\n");

/**
 * Opens a connection. `request` is a whole message; it resolves to `{status, body}`. One that the
 * server has closed while nothing was asked (RFC 9112, 9.3) is opened again, as every client does.
 */
export async function open(port) {
  let connection = await openOnce(port);
  return {
    request: async (message) => {
      if (connection.isClosed()) connection = await openOnce(port);
      return connection.request(message);
    },
    close: () => connection.close(),
  };
}

async function openOnce(port) {
  const socket = connect({ host: "127.0.0.1", port, noDelay: true });
  await new Promise((resolve, reject) => socket.once("connect", resolve).once("error", reject));
  let waiting = null;
  let received = Buffer.alloc(0);

  const settle = (how, value) => {
    const pending = waiting;
    waiting = null;
    received = Buffer.alloc(0);
    pending?.[how](value);
  };
  socket.on("data", (chunk) => {
    received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
    const response = parse(received);
    if (response !== null) settle("resolve", response);
  });
  socket.setTimeout(TIMEOUT_MS, () => {
    if (waiting !== null) socket.destroy(new Error("no answer in time"));
  });
  socket.on("error", (error) => settle("reject", error));
  // Half closed is closed: whatever is sent after that is answered by nobody.
  socket.on("end", () => socket.destroy());
  socket.on("close", () => settle("reject", new Error("connection closed")));

  return {
    isClosed: () => socket.destroyed,
    request: (message) =>
      new Promise((resolve, reject) => {
        waiting = { resolve, reject };
        socket.write(message);
      }),
    close: () => socket.destroy(),
  };
}

/** The response, or null while it is not all there. */
function parse(data) {
  const end = data.indexOf(HEAD_END);
  if (end < 0) return null;
  const head = data.latin1Slice(0, end).toLowerCase();
  const status = Number(head.slice(9, 12));
  const start = end + HEAD_END.length;
  const length = /\r\ncontent-length: *(\d+)/.exec(head);
  if (length !== null) {
    const stop = start + Number(length[1]);
    return data.length < stop ? null : { status, body: data.utf8Slice(start, stop) };
  }
  if (head.includes("\r\ntransfer-encoding: chunked")) return parseChunks(data, start, status);
  return { status, body: "" };
}

function parseChunks(data, start, status) {
  let body = "";
  for (let at = start; ; ) {
    const line = data.indexOf("\r\n", at);
    if (line < 0) return null;
    const size = Number.parseInt(data.latin1Slice(at, line), 16);
    const next = line + 2 + size + 2;
    if (data.length < next) return null;
    if (size === 0) return { status, body };
    body += data.utf8Slice(line + 2, line + 2 + size);
    at = next;
  }
}

/** What Cloudflare would tell the Worker about the visitor; workerd takes it from this header, and hides it. */
const CF = JSON.stringify({
  colo: "FRA",
  continent: "EU",
  country: "DE",
  region: "Hesse",
  regionCode: "HE",
  city: "Frankfurt am Main",
  timezone: "Europe/Berlin",
  httpProtocol: "HTTP/2",
  tlsVersion: "TLSv1.3",
  tlsCipher: "AEAD-AES128-GCM-SHA256",
  asn: 64500,
  asOrganization: "Example Network",
});
const COMMON = `HTTP/1.1\r\nHost: localhost\r\nMF-CF-Blob: ${CF}\r\n`;

export const get = (path) => `GET ${path} ${COMMON}\r\n`;

export function post(path, type, body, headers = "") {
  const length = Buffer.byteLength(body);
  return `POST ${path} ${COMMON}${headers}Content-Type: ${type}\r\nContent-Length: ${length}\r\n\r\n${body}`;
}
