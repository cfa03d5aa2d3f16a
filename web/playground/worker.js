// The compiler, beside the page's own thread: large files never hold up typing.

import start, { Playground } from "./wasm/beeline_playground.js";

const playground = start().then(() => new Playground());

self.onmessage = async ({ data: { id, calls } }) => {
  try {
    const ready = await playground;
    let answer;
    for (const [name, ...given] of calls) answer = ready[name](...given);
    self.postMessage({ id, answer });
  } catch (error) {
    self.postMessage({ id, error: String(error) });
  }
};
