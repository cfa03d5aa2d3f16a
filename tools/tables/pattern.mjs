// The strings that a small pattern matches: literals, classes, groups, alternatives, \d, ?, {n}.

const ANY_DIGIT = ".";

/** Every string, but for any digits at its end: all beginnings that what matches can have. */
export function expand(pattern) {
  const [strings, rest] = alternatives(pattern);
  if (rest !== "") {
    throw new Error(`"${rest}" in the pattern "${pattern}" is not understood`);
  }
  return [...new Set(strings)].map((string) => string.replace(/\.+$/u, "")).flatMap(digits);
}

function digits(string) {
  const at = string.indexOf(ANY_DIGIT);
  return at < 0
    ? [string]
    : [..."0123456789"].flatMap((digit) => digits(string.slice(0, at) + digit + string.slice(at + 1)));
}

function alternatives(text) {
  const [first, rest] = sequence(text);
  if (!rest.startsWith("|")) {
    return [first, rest];
  }
  const [others, after] = alternatives(rest.slice(1));
  return [[...first, ...others], after];
}

function sequence(text) {
  let strings = [""];
  let rest = text;
  for (;;) {
    const [atom, after] = repeated(rest);
    if (atom === undefined) {
      return [strings, rest];
    }
    strings = strings.flatMap((head) => atom.map((tail) => head + tail));
    rest = after;
  }
}

function repeated(text) {
  const [one, rest] = atom(text);
  if (one === undefined) {
    return [undefined, text];
  }
  if (rest.startsWith("?")) {
    return [["", ...one], rest.slice(1)];
  }
  const [counted, from, to = from] = rest.match(/^\{(\d)(?:,(\d))?\}/u) ?? [""];
  if (counted === "") {
    return [one, rest];
  }
  const counts = Array.from({ length: to - from + 1 }, (_, more) => Number(from) + more);
  return [counts.flatMap((count) => times(one, count)), rest.slice(counted.length)];
}

const times = (one, count) =>
  count === 0 ? [""] : times(one, count - 1).flatMap((head) => one.map((tail) => head + tail));

function atom(text) {
  if (text.startsWith("\\d")) {
    return [[ANY_DIGIT], text.slice(2)];
  }
  const [classed, members] = text.match(/^\[([^\]]+)\]/u) ?? [];
  if (classed !== undefined) {
    return [members.replace(/(.)-(.)/gu, (_, from, to) => span(from, to)).split(""), text.slice(classed.length)];
  }
  const [group] = text.match(/^\((?:\?:)?/u) ?? [];
  if (group !== undefined) {
    const [inner, rest] = alternatives(text.slice(group.length));
    return rest.startsWith(")") ? [inner, rest.slice(1)] : [undefined, text];
  }
  return /^[A-Z0-9]/u.test(text) ? [[text[0]], text.slice(1)] : [undefined, text];
}

function span(from, to) {
  const first = from.charCodeAt(0);
  const codes = Array.from({ length: to.charCodeAt(0) - first + 1 }, (_, more) => first + more);
  return String.fromCharCode(...codes);
}
