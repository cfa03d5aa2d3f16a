// The lead that is tried: a labelled input for everything that rules ask about.

import { byId, element } from "./element.js";

/** @import { Ask, Configuration, Said, Test } from "./types.js" */

const DAYS = [["Mon", "Monday"], ["Tue", "Tuesday"], ["Wed", "Wednesday"], ["Thu", "Thursday"], ["Fri", "Friday"], ["Sat", "Saturday"], ["Sun", "Sunday"]];
const OPEN = { form: undefined, territory: "As the place says" };

export class Lead {
  #form = byId("lead");
  /** What is said of it. @type {Map<string, string>} */
  #said = new Map();
  /** What is asked, as text, to see when that changes. */
  #shown = "";
  /** @type {Ask[]} */
  #asks = [];
  /** @type {() => void} */
  #onChange;

  /** @param {() => void} onChange */
  constructor(onChange) {
    this.#onChange = onChange;
    this.#form.addEventListener("submit", (/** @type {Event} */ event) => event.preventDefault());
    this.#form.addEventListener("input", (/** @type {any} */ event) => {
      if (event.target.name === "test") return;
      this.#take();
      this.#hideForeign();
      this.#ownLead();
      onChange();
    });
    this.#form.addEventListener("change", (/** @type {any} */ event) => {
      if (event.target.name !== "test" || event.target.value === "") return;
      this.#said = new Map(JSON.parse(event.target.value));
      this.#fill();
      onChange();
    });
  }

  /** Forgets the lead: the next configuration begins with its own. */
  clear() {
    this.#said.clear();
    this.#shown = "";
  }

  /** Takes a test's lead. @param {Test} test */
  choose({ lead }) {
    this.#form.elements.namedItem("test").value = JSON.stringify(lead);
    this.#said = new Map(lead);
    this.#fill();
    this.#onChange();
  }

  /** What is said of the lead, of what its form can know. @returns {Said} */
  said() {
    const form = this.#said.get("form");
    const asked = this.#asks.filter(({ forms }) => !forms || forms.includes(form ?? ""));
    return asked.flatMap(({ name }) => (this.#said.get(name) ? [[name, /** @type {string} */ (this.#said.get(name))]] : []));
  }

  /** @param {Configuration} configuration */
  ask({ asks, tests }) {
    const shown = JSON.stringify([asks, tests]);
    if (shown === this.#shown) return;
    const isFirst = this.#shown === "";
    this.#shown = shown;
    this.#asks = asks;
    const [form] = asks;
    if (isFirst && tests.length > 0) this.#said = new Map(tests[0].lead);
    const known = form.answers.some(({ value }) => value === this.#said.get("form"));
    if (!known) this.#said.set("form", form.answers[0]?.value ?? "");
    this.#form.replaceChildren(tests.length > 0 ? choiceOfTests(tests, isFirst) : "", element("div", { className: "fields" }, ...asks.map(input)));
    this.#fill();
  }

  #take() {
    for (const { name, kind } of this.#asks) {
      const of = (/** @type {string} */ part) => this.#form.elements.namedItem(part)?.value.trim() ?? "";
      this.#said.set(name, kind === "moment" ? `${of(`${name}.day`)} ${of(`${name}.time`) || "00:00"}` : of(name));
    }
  }

  #fill() {
    for (const { name, kind } of this.#asks) {
      const value = this.#said.get(name) ?? "";
      const set = (/** @type {string} */ part, /** @type {string} */ text) => {
        this.#form.elements.namedItem(part).value = text;
      };
      if (kind === "moment") {
        const [day, time] = (value || "Mon 09:00").split(" ");
        set(`${name}.day`, day);
        set(`${name}.time`, time);
        this.#said.set(name, `${day} ${time}`);
      } else {
        set(name, value);
      }
    }
    this.#hideForeign();
  }

  /** Says that the lead is no test's any longer. */
  #ownLead() {
    const test = this.#form.elements.namedItem("test");
    if (test) test.value = "";
  }

  /** Questions of other forms than the lead's are not asked. */
  #hideForeign() {
    for (const { name, forms } of this.#asks) {
      const field = this.#form.querySelector(`[data-ask="${CSS.escape(name)}"]`);
      field.hidden = forms !== null && !forms.includes(this.#said.get("form") ?? "");
    }
  }
}

/**
 * @param {Test[]} tests
 * @param {boolean} isFirst whether the first test's lead is the one that is shown
 */
function choiceOfTests(tests, isFirst) {
  const options = tests.map(({ name, lead, passes }, nth) => {
    const text = passes ? name : `✗ ${name} (goes elsewhere)`;
    return element("option", { value: JSON.stringify(lead), selected: isFirst && nth === 0 }, text);
  });
  const select = element("select", { id: "ask-test", name: "test" }, element("option", { value: "" }, "Choose one, or fill in your own below"), ...options);
  return field("Start from a test", "ask-test", select, "wide");
}

/** @param {Ask} ask */
function input(ask) {
  const { name, label, kind, answers } = ask;
  const id = `ask-${name}`;
  const made = { choice, country, number, word, moment }[kind](name, id, answers);
  const whole = kind === "moment" ? moments(label, made) : field(label, id, made);
  whole.dataset.ask = name;
  return whole;
}

/**
 * @param {string} label
 * @param {string} id
 * @param {Node} made
 * @param {string} [more]
 */
function field(label, id, made, more = "") {
  return element("div", { className: `field ${more}` }, element("label", { htmlFor: id }, label), made);
}

/** @typedef {import("./types.js").Answer[]} Answers */

/** @param {string} name @param {string} id @param {Answers} answers */
function choice(name, id, answers) {
  const open = name in OPEN ? OPEN[/** @type {keyof OPEN} */ (name)] : "Not known";
  const first = open ? [element("option", { value: "" }, open)] : [];
  return element("select", { id, name }, ...first, ...answers.map(({ value, label }) => element("option", { value }, label)));
}

/** @param {string} name @param {string} id @param {Answers} answers */
function country(name, id, answers) {
  const names = new Intl.DisplayNames(["en"], { type: "region", fallback: "code" });
  const named = answers.map(({ value }) => ({ value, label: names.of(value) ?? value }));
  return choice(name, id, named.toSorted((one, other) => one.label.localeCompare(other.label, "en")));
}

/** @param {string} name @param {string} id */
function number(name, id) {
  return element("input", { id, name, type: "number", min: "0", step: "1", inputMode: "numeric", placeholder: "Not known" });
}

/** @param {string} name @param {string} id @param {Answers} answers */
function word(name, id, answers) {
  const list = answers.length > 0 ? `${id}-list` : undefined;
  const suggestions = element("datalist", { id: list }, ...answers.map(({ value }) => element("option", { value })));
  const typed = element("input", { id, name, placeholder: "Not known", list, spellcheck: false });
  const both = document.createDocumentFragment();
  both.append(typed, ...(list ? [suggestions] : []));
  return both;
}

/** @param {string} name */
function moment(name) {
  const days = DAYS.map(([value, label]) => element("option", { value }, label));
  const both = document.createDocumentFragment();
  both.append(
    element("select", { name: `${name}.day`, "aria-label": "Day" }, ...days),
    element("input", { name: `${name}.time`, type: "time", "aria-label": "Time" }),
  );
  return both;
}

/** @param {string} label @param {Node} made */
function moments(label, made) {
  return element("fieldset", { className: "field moment" }, element("legend", {}, label), element("div", {}, made));
}
