// Looks at the account of all leads every second, for as long as a drill lasts.

import { pause } from "../tests/vendors/doubles/vendor.mjs";

const EVERY_MS = 1_000;

export class Watch {
  samples = [];
  #isOver = false;
  #done;

  static begin(session) {
    const watch = new Watch();
    watch.#done = watch.#look(session);
    return watch;
  }

  async #look(session) {
    while (!this.#isOver) {
      const nextAt = Date.now() + EVERY_MS;
      this.samples.push(await sample(session));
      await pause(nextAt - Date.now());
    }
  }

  /** The samples, with one after the last change. */
  async end(session) {
    this.#isOver = true;
    await this.#done;
    this.samples.push(await sample(session));
    return this.samples;
  }
}

/** What the account says now: with every object's leads in it, or `answered: false`. */
async function sample(session) {
  try {
    const { accepted, delivered, quarantined, in_flight, balanced, unreachable } = await session.conservation();
    const answered = unreachable.length === 0;
    return { answered, balanced, accepted, delivered, quarantined, in_flight };
  } catch {
    return { answered: false };
  }
}
