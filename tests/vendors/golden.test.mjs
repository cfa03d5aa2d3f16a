// The golden requests that are committed: of the pinned SDKs, taken by the doubles, and without a secret.

import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { test } from "node:test";
import { TOKEN as HUBSPOT } from "./doubles/hubspot.mjs";
import { TOKEN as PIPEDRIVE } from "./doubles/pipedrive.mjs";
import { CLIENT } from "./doubles/salesforce.mjs";

const FOLDER = new URL("./golden/", import.meta.url);
const read = (name) => readFile(new URL(name, FOLDER), "utf8");
const names = (await readdir(FOLDER)).filter((name) => name.endsWith(".json") && !name.startsWith("package"));
const { devDependencies } = JSON.parse(await read("package.json"));

test("there are some of every SDK that is pinned", async () => {
  const recorded = await Promise.all(names.map(async (name) => JSON.parse(await read(name)).sdk));
  assert.deepEqual([...new Set(recorded)].sort(), Object.keys(devDependencies).sort());
});

for (const name of names) {
  test(`${name} is what the pinned SDK sends, and the double took it`, async () => {
    const text = await read(name);
    const { sdk, version, accepted, requests } = JSON.parse(text);
    assert.equal(version, devDependencies[sdk]);
    assert.ok(accepted > 0);
    assert.equal(requests.length, 1);
    for (const secret of [HUBSPOT, PIPEDRIVE, CLIENT.secret, CLIENT.id, "session."]) {
      assert.ok(!text.includes(secret), `it has ${secret}`);
    }
  });
}
