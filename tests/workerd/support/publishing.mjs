// Publishing for tests: with the real command, and by hand what the command would never publish.

import { execFile } from "node:child_process";
import { createHash, createHmac } from "node:crypto";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { ROOT } from "../../../tools/workerd/workers.mjs";
import { SECRETS } from "./session.mjs";

/** `cargo xtask test` names the one it has built. */
const BEELINE = process.env.BEELINE ?? join(ROOT, "target/debug/beeline");
const BASE32 = "0123456789abcdefghijklmnopqrstuv";
const run = promisify(execFile);

/** A copy of routing-config/ that can be changed and published. */
export class Files {
  static async copy() {
    const files = new Files();
    files.folder = await mkdtemp(join(tmpdir(), "beeline-config-"));
    await cp(join(ROOT, "routing-config"), join(files.folder, "routing-config"), { recursive: true });
    await writeFile(join(files.folder, ".dev.vars"), `BUNDLE_KEY=${SECRETS.BUNDLE_KEY}\nBUNDLE_KEY_ID=k1\n`);
    return files;
  }

  async replace(file, from, to) {
    const path = join(this.folder, "routing-config", file);
    const text = await readFile(path, "utf8");
    if (!text.includes(from)) throw new Error(`${file} has no ${from}`);
    await writeFile(path, text.replaceAll(from, to));
  }

  /** `cargo beeline` with these files, for a session. Answers what it prints for programs. */
  async beeline(session, ...words) {
    const { port } = new URL(session.url);
    const { stdout } = await run(BEELINE, ["--json", ...words, "--dev", "--port", port], { cwd: this.folder });
    return JSON.parse(stdout);
  }

  async remove() {
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** The name and the digest of a bundle's bytes. */
export function reference(bytes) {
  const digest = createHash("sha256").update(bytes).digest();
  const bits = [...digest.subarray(0, 10)].map((byte) => byte.toString(2).padStart(8, "0")).join("");
  const hash = bits.match(/.{5}/g).map((five) => BASE32[parseInt(five, 2)]).join("");
  return { hash, sha256: digest.toString("base64url") };
}

/** A publication, signed as the command would. */
export function sealed(publication, key = SECRETS.BUNDLE_KEY) {
  const payload = Buffer.from(JSON.stringify(publication)).toString("base64url");
  const signature = createHmac("sha256", key).update(`beeline-publication.v1.k1.${payload}`).digest("base64url");
  return `v1.k1.${signature}.${payload}`;
}
