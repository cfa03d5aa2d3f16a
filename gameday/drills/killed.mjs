// kill -9 of the consumer, and of the queues that live with it, while the edge goes on taking leads.

import { pause } from "../../tests/vendors/doubles/vendor.mjs";

/** A short drill has no time for all five: what a killed queue held comes back after 15 s, then 30 s. */
const times = (leads) => (leads < 500 ? 2 : 5);
/** How long it lives in between: long enough to get hold of leads. */
const LIVES_MS = 1_000;

export const killed = {
  name: "killed",
  says: "the consumer, a process of its own, is killed -9 again and again",
  destination: "hubspot",
  seconds: 0,
  /** Slower, so that the kills fall among the leads. */
  rate: ({ rate }) => rate * 0.4,
  scene: { apart: true },
  mayBeSilent: true,
  begin(scene, leads) {
    scene.kills = 0;
    scene.killing = killEach(scene, times(leads));
    // Told where it is waited for.
    scene.killing.catch(() => {});
  },
  end: ({ killing }) => killing,
  felt: "kills",
  feel: ({ kills }) => kills,
  enough: times,
};

async function killEach(scene, count) {
  for (let left = count; left > 0; left -= 1) {
    await pause(LIVES_MS);
    await scene.consumer.kill();
    scene.kills += 1;
    await scene.consumer.start();
  }
}
