// What a Worker and its objects have done, counted in the isolate that they share.

const counts = {};

export function count(name, by = 1) {
  counts[name] = (counts[name] ?? 0) + by;
}

/** Keeps the largest value that was ever given. */
export function largest(name, value) {
  counts[name] = Math.max(counts[name] ?? 0, value);
}

/** Sizes by what has them, of which the sum is told. */
const sizes = new Map();

export function size(of, bytes) {
  sizes.set(of, bytes);
}

export const all = () => ({ ...counts, bytes: sizes.values().reduce((total, bytes) => total + bytes, 0) });
