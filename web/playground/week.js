// The week of a lead: a row for each day, every minute in its place.

import { byArrows } from "./arrows.js";
import { byId, counted, element } from "./element.js";

/** @import { Week, WeekPart, Wrong } from "./types.js" */

const DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const DAY_MINUTES = 1440;
/** As many as the stylesheet has colours and patterns for. */
const LOOKS = 8;
/** A piece that is shorter, in minutes, has no room for its letter. */
const LETTER_MINUTES = 60;
/** A piece that is shorter, in minutes, has no room for its team's name. */
const NAME_MINUTES = 300;
/** The sign and the words of hours at which nobody works. */
const NOBODY = { letter: "0", name: "Nobody works" };

/** @typedef {{ team: string, name: string, letter: string, look: number, minutes: number }} Destination */

/** @param {Week | Wrong | null} week */
export function showWeek(week) {
  const place = byId("week-grid");
  if (!week || "wrong" in week) {
    place.replaceChildren(element("p", { className: "hint" }, "Shown once there is a lead to try."));
    return;
  }
  const destinations = destinationsOf(week.parts);
  const readout = element("p", { className: "readout", id: "week-readout" }, resting(week.parts));
  const rows = DAYS.map((day, nth) => dayRow(day, nth, week.parts, destinations, readout));
  const grid = element("div", { className: "grid" }, hours(), ...rows);
  byArrows(grid, rows.map((row) => [...row.querySelectorAll("button")]));
  place.replaceChildren(
    legend(destinations, week.parts),
    grid,
    readout,
    inWords(week.parts, destinations),
  );
}

/** @param {WeekPart[]} parts */
function resting(parts) {
  if (parts.length > 1) return "Point at a colour to read its exact minutes, or go there with Tab and the arrow keys.";
  return "It is the same at every minute.";
}

/**
 * Every team of the week, in the order in which they come.
 *
 * @param {WeekPart[]} parts
 * @returns {Map<string, Destination>}
 */
function destinationsOf(parts) {
  const found = new Map();
  for (const { team, team_name: name, from_minute: from, until_minute: until } of parts) {
    const nth = found.size;
    const known = found.get(team) ?? { team, name, letter: letter(nth), look: nth % LOOKS, minutes: 0 };
    found.set(team, { ...known, minutes: known.minutes + until - from });
  }
  return found;
}

/** @param {number} nth */
const letter = (nth) => String.fromCharCode(65 + (nth % 26)) + (nth < 26 ? "" : String(Math.floor(nth / 26)));

/**
 * @param {Map<string, Destination>} destinations
 * @param {WeekPart[]} parts
 */
function legend(destinations, parts) {
  const items = [...destinations.values()].map(({ name, letter, look, minutes }) =>
    legendItem(`look-${look}`, letter, name, `${hoursOf(minutes)} a week`),
  );
  const [lent] = parts.filter((part) => part.answered_by === "overflow");
  if (lent) {
    const { letter, look } = /** @type {Destination} */ (destinations.get(lent.team));
    items.push(legendItem(`look-${look} lent`, letter.toLowerCase(), "A small letter", "nobody of that team works, somebody of its overflow does"));
  }
  const alone = parts.filter((part) => part.answered_by === "nobody").reduce((sum, part) => sum + lengthOf(part), 0);
  if (alone > 0) items.push(legendItem("nobody", NOBODY.letter, NOBODY.name, `${hoursOf(alone)} a week: leads wait`));
  return element("ul", { className: "legend", "aria-label": "Destinations" }, ...items);
}

/**
 * @param {string} look
 * @param {string} letter
 * @param {string} name
 * @param {string} more
 */
function legendItem(look, letter, name, more) {
  const swatch = element("span", { className: `swatch ${look}`, "aria-hidden": "true" }, element("span", { className: "letter" }, letter));
  return element("li", {}, swatch, element("span", {}, element("b", {}, name), ` ${more}`));
}

/** @param {WeekPart} part */
const lengthOf = ({ from_minute: from, until_minute: until }) => until - from;

/**
 * How a part looks and what stands on it.
 *
 * @param {WeekPart} part
 * @param {Destination} destination
 */
function lookOf({ answered_by: by }, { letter, look, name }) {
  if (by === "nobody") return { ...NOBODY, className: "nobody" };
  if (by === "overflow") return { letter: letter.toLowerCase(), name, className: `look-${look} lent` };
  return { letter, name, className: `look-${look}` };
}

/** @param {number} minutes */
function hoursOf(minutes) {
  const whole = Math.floor(minutes / 60);
  const rest = minutes % 60;
  return [whole > 0 && `${whole} h`, rest > 0 && `${rest} min`].filter(Boolean).join(" ");
}

function hours() {
  const marks = Array.from({ length: 24 }, (_, hour) => element("span", {}, String(hour)));
  return element("div", { className: "hours", "aria-hidden": "true" }, element("span", { className: "day" }), element("div", {}, ...marks));
}

/**
 * @param {string} day
 * @param {number} nth
 * @param {WeekPart[]} parts
 * @param {Map<string, Destination>} destinations
 * @param {HTMLElement} readout
 */
function dayRow(day, nth, parts, destinations, readout) {
  const [start, end] = [nth * DAY_MINUTES, (nth + 1) * DAY_MINUTES];
  const within = parts.filter(({ from_minute: from, until_minute: until }) => from < end && until > start);
  const pieces = within.map((part) => {
    const [from, until] = [Math.max(part.from_minute, start), Math.min(part.until_minute, end)];
    return piece(part, from - start, until - start, /** @type {Destination} */ (destinations.get(part.team)), readout);
  });
  const label = element("span", { className: "day" }, element("span", {}, day.slice(0, 3)), element("span", {}, day.slice(3)));
  return element("div", { className: "row", role: "group", "aria-label": day }, label, element("div", { className: "pieces" }, ...pieces));
}

/**
 * @param {WeekPart} part
 * @param {number} from minute of the day
 * @param {number} until
 * @param {Destination} destination
 * @param {HTMLElement} readout
 */
function piece(part, from, until, destination, readout) {
  const length = until - from;
  const text = sentence(part);
  const { letter, name, className } = lookOf(part, destination);
  const made = element(
    "button",
    { type: "button", className: `piece ${className}` },
    length >= LETTER_MINUTES && element("span", { className: "letter" }, letter),
    length >= NAME_MINUTES && element("span", { className: "name" }, name),
  );
  made.setAttribute("aria-label", text);
  made.style.left = `${(from / DAY_MINUTES) * 100}%`;
  made.style.width = `${(length / DAY_MINUTES) * 100}%`;
  const tell = () => (readout.textContent = text);
  for (const event of ["focus", "pointerenter", "click"]) made.addEventListener(event, tell);
  return made;
}

/** A stretch in words. @param {WeekPart} part */
function sentence(part) {
  const why = part.rule === "fallback" ? "no rule fits" : part.rule === "form" ? "no rule fits, and it is the form's team" : `by rule ${part.rule}`;
  return `${span(part)}: ${part.team_name} (${why}).${reps(part)}`;
}

/** Who works then, as a sentence of its own. @param {WeekPart} part */
function reps({ answered_by: by, at_work: teams }) {
  if (by === "anybody") return "";
  if (by === "nobody") return " Nobody works, and leads wait.";
  const counts = teams.map(({ team_name: name, fewest, most }) => `${fewest === most ? "" : `${fewest} to `}${counted(most, "rep")} of ${name}`);
  return ` At work: ${counts.join(", ")}.`;
}

/** @param {WeekPart} part */
function span({ from_minute: from, until_minute: until }) {
  if (until - from === 7 * DAY_MINUTES) return "All week";
  const [start, end] = [moment(from), until % DAY_MINUTES === 0 ? `${DAYS[until / DAY_MINUTES - 1]} 24:00` : moment(until)];
  const [day] = start.split(" ");
  return end.startsWith(`${day} `) ? `${start} to ${end.split(" ")[1]}` : `${start} to ${end}`;
}

/** @param {number} minute of the week */
function moment(minute) {
  const ofDay = minute % DAY_MINUTES;
  const two = (/** @type {number} */ number) => String(number).padStart(2, "0");
  return `${DAYS[Math.floor(minute / DAY_MINUTES)]} ${two(Math.floor(ofDay / 60))}:${two(ofDay % 60)}`;
}

/**
 * The same as a list.
 *
 * @param {WeekPart[]} parts
 * @param {Map<string, Destination>} destinations
 */
function inWords(parts, destinations) {
  const lines = parts.map((part) => {
    const { letter } = lookOf(part, /** @type {Destination} */ (destinations.get(part.team)));
    return element("li", {}, `${letter}  ${sentence(part)}`);
  });
  return element("details", { className: "in-words" }, element("summary", {}, "The week as a list"), element("ol", {}, ...lines));
}
