// Domains whose mailboxes anybody can have: for good, or for ten minutes.

import { readFile } from "node:fs/promises";
import { packageFile, packageJson, packageModule, tablePath } from "./table.mjs";

export const freeMail = {
  file: "free_mail.txt",
  about: [
    "Domains of mailboxes that say nothing of where somebody works, free ones and internet providers': those",
    "that two lists agree on. More of them, kept by hand, are in free_mail_by_hand.txt.",
  ],
  sources: ["freemail", "email-providers", "disposable-email-domains-js", "tldts-icann"],
  async lines() {
    const { getDomain } = packageModule("tldts-icann");
    const disposable = new Set(packageModule("disposable-email-domains-js").disposableEmailBlocklist());
    const text = await packageFile("freemail", "data/free.txt");
    // One provider's names for every taste and place, over a thousand of them: mail2cheese.com.
    const vanity = /^mail2.+\.com$/u;
    // Asked by registrable domain, a name below one would never be found.
    const asked = (domain) => getDomain(domain) === domain && !vanity.test(domain) && !disposable.has(domain);
    const listed = text.split("\n").map((line) => line.trim().toLowerCase());
    return (await agreed(listed)).filter(asked).map((domain) => [domain]);
  },
};

export const disposableMail = {
  file: "disposable_mail.txt",
  about: [
    "Domains of disposable mailboxes: those that two lists agree on and free_mail_by_hand.txt does not have.",
  ],
  sources: ["disposable-email-domains-js", "email-providers"],
  async lines() {
    const listed = packageModule("disposable-email-domains-js").disposableEmailBlocklist();
    const kept = await readFile(tablePath({ file: "free_mail_by_hand.txt" }), "utf8");
    const lasting = new Set(kept.split("\n"));
    return (await agreed(listed)).filter((domain) => !lasting.has(domain)).map((domain) => [domain]);
  },
};

/** Those that email-providers, which has domains of either kind, lists too. */
async function agreed(domains) {
  const confirmed = new Set(await packageJson("email-providers", "all.json"));
  return domains.filter((domain) => confirmed.has(domain));
}
