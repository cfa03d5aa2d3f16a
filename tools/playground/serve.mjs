// Serves the built playground on loopback, and nothing else: node serve.mjs FOLDER [PORT]

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const TYPES = {
  ".css": "text/css; charset=utf-8",
  ".csv": "text/csv; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".toml": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
};

/** Serves a folder's files; returns their address, and what ends it. */
export async function serve(folder, port = 0) {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    const path = normalize(pathname.endsWith("/") ? `${pathname}index.html` : pathname);
    const type = TYPES[extname(path)];
    const contents = type && (await readFile(join(folder, path)).catch(() => null));
    if (!contents) return response.writeHead(404).end();
    response.writeHead(200, { "content-type": type, "cache-control": "no-store", "x-content-type-options": "nosniff" });
    return response.end(contents);
  });
  await new Promise((listening, fail) => {
    server.once("error", fail);
    server.listen(port, "127.0.0.1", listening);
  });
  const stop = () => new Promise((stopped) => {
    server.closeAllConnections();
    server.close(stopped);
  });
  return { url: `http://127.0.0.1:${server.address().port}/`, stop };
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const [folder, port = "0"] = process.argv.slice(2);
  try {
    const { url } = await serve(folder, Number(port));
    console.log(`The playground is at ${url}`);
  } catch (error) {
    console.error(`Port ${port} cannot be listened on (${error.code}).`);
    process.exitCode = 1;
  }
}
