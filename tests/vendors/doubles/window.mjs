/** Counts what happened within the last `lengthMs`. */
export class Window {
  #spent = [];

  constructor({ limit, lengthMs, now }) {
    Object.assign(this, { limit, lengthMs, now });
  }

  get used() {
    const since = this.now() - this.lengthMs;
    const kept = this.#spent.findIndex((atMs) => atMs > since);
    this.#spent.splice(0, kept < 0 ? this.#spent.length : kept);
    return this.#spent.length;
  }

  get remaining() {
    return Math.max(0, this.limit - this.used);
  }

  /** Until the oldest of what is counted is forgotten. */
  get freeInMs() {
    return this.used === 0 ? 0 : this.#spent[0] + this.lengthMs - this.now();
  }

  /** Counts one more, if there is room. */
  take() {
    if (this.remaining === 0) return false;
    this.#spent.push(this.now());
    return true;
  }
}
