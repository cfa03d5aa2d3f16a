// What every Worker's entry module does before its wasm: a Rust panic aborts the wasm
// instance, and whatever was pending in it would wait for ever, because the platform
// notices that only for stateless handlers. Here the calls that are pending when the
// instance dies are rejected at once, so that the caller gets an error, an alarm its
// retry, and a queue batch its redelivery. worker-build's own glue makes a new instance
// for the next call.

// workerd makes a native function of whatever it is given here, and wasm-bindgen gives it one each time
// that something it waits for is there. A promise's reaction is the same microtask, and V8's own.
globalThis.queueMicrotask = (callback) => {
  Promise.resolve().then(callback);
};

/** Keeps the calls that are pending in one wasm instance. */
export function pendingCalls(state) {
  let pending = new Set();
  let failed = state.criticalError;
  Object.defineProperty(state, "criticalError", {
    get: () => failed,
    set(value) {
      failed = value;
      if (!value) return;
      const lost = pending;
      pending = new Set();
      for (const reject of lost) reject(new Error("the wasm instance was reset after a panic"));
    },
  });
  return function settleOrReject(call) {
    return new Promise((resolve, reject) => {
      pending.add(reject);
      const done = (end) => (value) => {
        pending.delete(reject);
        end(value);
      };
      try {
        Promise.resolve(call()).then(done(resolve), done(reject));
      } catch (error) {
        done(reject)(error);
      }
    });
  };
}

/** A Durable Object class around its Rust counterpart; `methods` are all it can be asked. */
export function objectClass(DurableObject, Rust, settleOrReject, methods) {
  class Shell extends DurableObject {
    constructor(state, env) {
      super(state, env);
      this.rust = new Rust(state, env);
    }
  }
  for (const method of methods) {
    Shell.prototype[method] = function (...parameters) {
      return settleOrReject(() => this.rust[method](...parameters));
    };
  }
  return Shell;
}

/** A Worker's default export around its Rust counterpart. */
export function entrypointClass(WorkerEntrypoint, Rust, settleOrReject, methods) {
  class Shell extends WorkerEntrypoint {
    constructor(context, env) {
      super(context, env);
      this.rust = new Rust(context, env);
    }
  }
  for (const method of methods) {
    Shell.prototype[method] = function (parameter) {
      return settleOrReject(() => this.rust[method](parameter));
    };
  }
  return Shell;
}
