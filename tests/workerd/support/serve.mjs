// A session in a process of its own, for tests that kill it.
//
//   node serve.mjs FOLDER     keeps its storage in FOLDER; prints its URL once it serves

import { startSession } from "./session.mjs";

const session = await startSession({ state: process.argv[2] });
console.log(session.url);
