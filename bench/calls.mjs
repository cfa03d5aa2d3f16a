// Calls by name between a process and its child.

/** Calls by name over the channel to a child process; all of them fail if it dies. */
export function caller(child) {
  const calls = new Map();
  let last = 0;
  child.on("message", ({ id, value, error }) => {
    const { resolve, reject } = calls.get(id);
    calls.delete(id);
    if (error === undefined) resolve(value);
    else reject(new Error(error));
  });
  child.on("exit", (code) => {
    for (const { reject } of calls.values()) reject(new Error(`the process ended with ${code}`));
  });
  return (name, argument) =>
    new Promise((resolve, reject) => {
      calls.set(++last, { resolve, reject });
      child.send({ id: last, name, argument });
    });
}

/** The other end of `caller`. */
export function answer(handlers) {
  process.on("message", async ({ id, name, argument }) => {
    try {
      process.send({ id, value: await handlers[name](argument) });
    } catch (error) {
      process.send({ id, error: error.stack ?? String(error) });
    }
  });
}
