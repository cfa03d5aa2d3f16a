// The compiler, as the page asks it.

/** @import { Report, Said, Week, Why, Wrong } from "./types.js" */

/** What keeps the compiler from answering: no fault of the files. */
export class CompilerFault extends Error {}

/** The compiler and the files that it has. */
export class Compiler {
  /** @type {Worker | null} */
  #worker = null;
  #last = 0;
  /** @type {Map<number, { resolve: (answer: any) => void, reject: (why: Error) => void }>} */
  #waiting = new Map();
  /** The files as they were sent. @type {Map<string, Uint8Array>} */
  #sent = new Map();

  /**
   * Compiles these files, as of today.
   *
   * @param {Map<string, Uint8Array>} files
   * @returns {Promise<Report>}
   */
  check(files) {
    const calls = [];
    for (const name of this.#sent.keys()) if (!files.has(name)) calls.push(["remove", name]);
    for (const [name, bytes] of files) if (this.#sent.get(name) !== bytes) calls.push(["put", name, bytes]);
    this.#sent = new Map(files);
    return this.#ask([...calls, ["check", BigInt(Date.now())]]);
  }

  /** From here on it is told of a lead if it went elsewhere with the files as they are now. */
  keep() {
    return this.#ask([["keep"]]);
  }

  /**
   * @param {Said} lead
   * @returns {Promise<Why | Wrong>}
   */
  why(lead) {
    return this.#ask([["why", JSON.stringify(lead)]]);
  }

  /**
   * @param {Said} lead
   * @returns {Promise<Week | Wrong>}
   */
  week(lead) {
    return this.#ask([["week", JSON.stringify(lead)]]);
  }

  /** @param {unknown[][]} calls */
  #ask(calls) {
    this.#worker ??= this.#start();
    this.#last += 1;
    const id = this.#last;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#worker?.postMessage({ id, calls });
    });
  }

  /** A worker from a blob has this page's policy, and so can send nothing anywhere either. */
  #start() {
    const code = `import ${JSON.stringify(new URL("worker.js", import.meta.url).href)};`;
    const address = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
    const worker = new Worker(address, { type: "module" });
    worker.onmessage = ({ data: { id, answer, error } }) => {
      if (error !== undefined) return this.#fail(error);
      this.#waiting.get(id)?.resolve(answer && JSON.parse(answer));
      this.#waiting.delete(id);
    };
    worker.onerror = (event) => this.#fail(event.message ?? "the compiler cannot be loaded");
    return worker;
  }

  /**
   * Begins anew with the next question: what failed may have left anything behind.
   *
   * @param {string} why
   */
  #fail(why) {
    this.#worker?.terminate();
    this.#worker = null;
    this.#sent.clear();
    for (const { reject } of this.#waiting.values()) reject(new CompilerFault(why));
    this.#waiting.clear();
  }
}
