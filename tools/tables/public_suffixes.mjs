// The ICANN section of the Public Suffix List, out of tldts-icann's tries.

import { packageModule } from "./table.mjs";

export const publicSuffixes = {
  file: "public_suffixes.txt",
  about: ["The ICANN section of the Public Suffix List, names in ASCII, in the list's own notation."],
  sources: ["tldts-icann"],
  notice: [
    "The list is by the Mozilla Foundation and its contributors: https://publicsuffix.org/list/",
    "This Source Code Form is subject to the terms of the Mozilla Public License, v. 2.0. If a copy of the",
    "MPL was not distributed with this file, You can obtain one at https://mozilla.org/MPL/2.0/.",
  ],
  async lines() {
    const trie = await packageModule("tldts-icann", "dist/es6/src/data/trie.js");
    const rules = names(trie, trie.rulesRoot);
    return [...rules, ...names(trie, trie.exceptionsRoot).map((name) => `!${name}`)].map((rule) => [ascii(rule)]);
  },
};

/** The names that end in a node which is a rule. */
function names(trie, root) {
  const offsets = [0];
  trie.edgeLength.forEach((length, edge) => offsets.push(offsets[edge] + length));
  const below = (node, suffix) => {
    const own = trie.nodeFlags[node] !== 0 && suffix !== "" ? [suffix] : [];
    for (let edge = trie.edgeStart[node]; edge < trie.edgeStart[node + 1]; edge += 1) {
      const label = trie.labelText.slice(offsets[edge], offsets[edge + 1]);
      own.push(...below(trie.edgeChild[edge], suffix === "" ? label : `${label}.${suffix}`));
    }
    return own;
  };
  return below(root, "");
}

/** The name as it is looked up: the list also has the Unicode form of each. */
function ascii(rule) {
  const [, mark, name] = rule.match(/^(!|\*\.)?(.*)$/u);
  return (mark ?? "") + new URL(`http://${name}`).hostname;
}
