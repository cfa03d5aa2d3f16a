// One call to a Durable Object under a deadline, as one promise: the race and its timer
// would each cost wasm several calls into JavaScript and back.

/** Settles with the object's answer, or with null when the deadline passed first. */
export async function command(namespace, jurisdiction, name, locationHint, text, limitMs) {
  // A stub that has thrown stays broken: every call gets its own.
  const place = jurisdiction === undefined ? namespace : namespace.jurisdiction(jurisdiction);
  const stub = place.getByName(name, { locationHint });
  let timer;
  const deadline = new Promise((resolve) => {
    timer = setTimeout(resolve, limitMs, null);
  });
  try {
    return await Promise.race([stub.command(name, text), deadline]);
  } finally {
    clearTimeout(timer);
  }
}
