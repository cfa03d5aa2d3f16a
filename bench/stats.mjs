export const sorted = (values) => Float64Array.from(values).sort();

/** Nearest rank, of values in order. */
export const percentile = (ordered, p) => ordered[Math.max(0, Math.ceil(ordered.length * p) - 1)];

export function median(values) {
  const ordered = sorted(values);
  const middle = ordered.length >> 1;
  return ordered.length % 2 === 1 ? ordered[middle] : (ordered[middle - 1] + ordered[middle]) / 2;
}

/** Enough digits to read, not more than was measured. */
export const round = (value, digits = 3) => Number(value.toFixed(digits));

export const latency = (values) => {
  const ordered = sorted(values);
  const at = (p) => round(percentile(ordered, p), 2);
  return ordered.length === 0 ? null : { p50_ms: at(0.5), p95_ms: at(0.95), p99_ms: at(0.99), max_ms: at(1) };
};

export const sum = (values) => values.reduce((total, value) => total + value, 0);
