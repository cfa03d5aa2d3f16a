// Elements of the page.

/**
 * An element with these properties and children. Names with a dash, and `role`, are attributes.
 *
 * @param {string} name
 * @param {Record<string, unknown>} [properties]
 * @param {...(Node | string | null | undefined | false)} children
 * @returns {HTMLElement}
 */
export function element(name, properties = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (value === undefined || value === null) continue;
    if (key.includes("-") || key === "role" || key === "list") made.setAttribute(key, String(value));
    else made[key] = value;
  }
  made.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

/**
 * The element with this id.
 *
 * @param {string} id
 */
export const byId = (id) => /** @type {any} */ (document.getElementById(id));

/**
 * A number of things, in words: `1 problem`, `2 problems`.
 *
 * @param {number} number
 * @param {string} thing
 */
export const counted = (number, thing) => `${number} ${thing}${number === 1 ? "" : "s"}`;

/**
 * A text whose names in backticks are set apart: a word as code, a sentence in quotes.
 *
 * @param {string} text
 */
export function prose(text) {
  const apart = (/** @type {string} */ name) => (name.includes(" ") ? `“${name}”` : element("code", {}, name));
  return text.split("`").map((part, nth) => (nth % 2 === 1 ? apart(part) : part));
}
