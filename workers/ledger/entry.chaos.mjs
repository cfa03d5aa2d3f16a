import { DurableObject, WorkerEntrypoint } from "cloudflare:workers";
import Rust, {
  Drift as RustDrift,
  Guard as RustGuard,
  Ledger as RustLedger,
  Pool as RustPool,
} from "./build-chaos/index.js";
import { entrypointClass, objectClass, pendingCalls } from "../entry.mjs";

const settleOrReject = pendingCalls(globalThis.__worker_init_state);

export const Ledger = objectClass(DurableObject, RustLedger, settleOrReject, ["fetch", "alarm", "command"]);
export const Guard = objectClass(DurableObject, RustGuard, settleOrReject, ["fetch", "alarm", "command"]);
export const Pool = objectClass(DurableObject, RustPool, settleOrReject, ["fetch", "alarm", "command"]);
export const Drift = objectClass(DurableObject, RustDrift, settleOrReject, ["fetch", "command"]);
export default entrypointClass(WorkerEntrypoint, Rust, settleOrReject, ["scheduled"]);
