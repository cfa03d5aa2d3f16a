// The text of one file, with the numbers of its lines and a mark at every problem.

import { byId, element } from "./element.js";

/** @import { Problem } from "./types.js" */
/** @import { OpenFile } from "./folder.js" */

const NOT_TEXT = "This is not a text file: it cannot be shown here. If it is a spreadsheet, save it as CSV.";

export class Editor {
  #text = byId("text");
  #numbers = byId("numbers");
  #marks = byId("marks");
  /** @type {Element[]} */
  #flagged = [];

  /** @param {(text: string) => void} onEdit called with the text as it is after each edit */
  constructor(onEdit) {
    this.#text.addEventListener("input", () => {
      this.#number();
      this.mark([]);
      onEdit(this.#text.value);
    });
    this.#text.addEventListener("scroll", () => this.#follow());
  }

  /** @param {OpenFile} file */
  show(file) {
    this.#text.value = file.text ?? NOT_TEXT;
    this.#text.readOnly = file.text === null;
    this.#text.setAttribute("aria-label", `Text of ${file.name}`);
    this.#text.scrollTop = 0;
    this.#text.scrollLeft = 0;
    this.#number();
    this.#follow();
  }

  /**
   * Marks what problems are about.
   *
   * @param {Problem[]} problems those of this file
   */
  mark(problems) {
    const lines = problems.length > 0 ? this.#text.value.split("\n") : [];
    const marked = problems.flatMap((problem) => {
      const line = lines[problem.line - 1];
      if (line === undefined) return [];
      const { from, to } = place(line, problem.column);
      const mark = element("mark", { className: problem.severity }, line.slice(from, to) || " ");
      const row = element("div", {}, line.slice(0, from), mark);
      row.style.top = `calc(var(--row) * ${problem.line - 1})`;
      return [row];
    });
    this.#marks.firstElementChild?.remove();
    this.#marks.append(element("div", {}, ...marked));
    this.#follow();
    this.#flag(problems);
  }

  /**
   * Colours the numbers of lines that have problems.
   *
   * @param {Problem[]} problems
   */
  #flag(problems) {
    for (const number of this.#flagged) number.className = "";
    this.#flagged = problems.flatMap(({ line, severity }) => {
      const number = this.#numbers.children[line - 1];
      if (!number) return [];
      if (number.className !== "error") number.className = severity;
      return [number];
    });
  }

  /**
   * Puts the cursor where a problem is.
   *
   * @param {number} line
   * @param {number} column
   */
  goTo(line, column) {
    const lines = this.#text.value.split("\n");
    const before = lines.slice(0, line - 1).reduce((/** @type {number} */ sum, /** @type {string} */ text) => sum + text.length + 1, 0);
    const { from, to } = place(lines[line - 1] ?? "", column);
    this.#text.focus();
    this.#text.setSelectionRange(before + from, before + to);
    const row = Number.parseFloat(getComputedStyle(this.#text).lineHeight);
    this.#text.scrollTop = Math.max(0, (line - 1) * row - this.#text.clientHeight / 3);
    this.#text.scrollLeft = 0;
  }

  #number() {
    const count = this.#text.value.split("\n").length;
    const known = this.#numbers.childElementCount;
    if (count < known) for (const extra of [...this.#numbers.children].slice(count)) extra.remove();
    const more = Array.from({ length: Math.max(0, count - known) }, (_, nth) => element("span", {}, String(known + nth + 1)));
    this.#numbers.append(...more);
  }

  #follow() {
    const { scrollTop, scrollLeft } = this.#text;
    this.#numbers.style.transform = `translateY(${-scrollTop}px)`;
    const sheet = this.#marks.firstElementChild;
    if (sheet) sheet.style.transform = `translate(${-scrollLeft}px, ${-scrollTop}px)`;
  }
}

/**
 * Where a problem stands in its line, as JavaScript counts: what is in quotes there, or a word.
 *
 * @param {string} line
 * @param {number} column the character, from 1
 */
function place(line, column) {
  const from = [...line].slice(0, column - 1).join("").length;
  const [, written = ""] = /^("[^"]*"?|'[^']*'?|\[\[?[^\]]*\]?\]?|[^\s,;=\]}]+)/.exec(line.slice(from)) ?? [];
  return { from, to: from + written.length };
}
