// A tab for each file.

import { byId, counted, element } from "./element.js";

/** @import { OpenFile } from "./folder.js" */
/** @import { Problem } from "./types.js" */

export class Tabs {
  #list = byId("tabs");
  /** @type {(name: string) => void} */
  #onChoose;

  /** @param {(name: string) => void} onChoose */
  constructor(onChoose) {
    this.#onChoose = onChoose;
    this.#list.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => this.#move(event));
  }

  /**
   * @param {OpenFile[]} files
   * @param {string} active
   * @param {Problem[]} problems
   */
  show(files, active, problems) {
    const hadFocus = this.#list.contains(document.activeElement);
    this.#list.replaceChildren(...files.map((file) => this.#tab(file, file.name === active, problems)));
    if (hadFocus) this.#list.querySelector("[aria-selected=true]")?.focus();
  }

  /**
   * @param {OpenFile} file
   * @param {boolean} isActive
   * @param {Problem[]} problems
   */
  #tab({ name, isChanged }, isActive, problems) {
    const errors = problems.filter(({ file, severity }) => file === name && severity === "error").length;
    const tab = element(
      "button",
      { type: "button", role: "tab", "aria-selected": String(isActive), "aria-controls": "editor", tabIndex: isActive ? 0 : -1 },
      name,
      isChanged && element("span", { className: "changed", title: "changed", role: "img", "aria-label": "changed" }, "•"),
      errors > 0 && element("span", { className: "count", role: "img", "aria-label": counted(errors, "problem") }, String(errors)),
    );
    tab.addEventListener("click", () => this.#onChoose(name));
    return tab;
  }

  /** Arrows go from tab to tab. @param {KeyboardEvent} event */
  #move(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const tabs = [...this.#list.children];
    const now = tabs.findIndex((tab) => tab.getAttribute("aria-selected") === "true");
    tabs[(now + step + tabs.length) % tabs.length].click();
  }
}
