import { WorkerEntrypoint } from "cloudflare:workers";
import Rust from "./build-chaos/index.js";
import { entrypointClass, pendingCalls } from "../entry.mjs";

const settleOrReject = pendingCalls(globalThis.__worker_init_state);

export default entrypointClass(WorkerEntrypoint, Rust, settleOrReject, ["fetch", "queue"]);
