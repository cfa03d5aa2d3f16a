// Reading what is published. `worker`'s own KV brings more code than these three lines.

/** The text under a key, or null. `cacheTtl`: for how many seconds the place near us may keep it. */
export const read = async (env, binding, key, cacheTtl) => env[binding].get(key, { cacheTtl });
