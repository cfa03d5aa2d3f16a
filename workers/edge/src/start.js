// What an isolate can have before its first request.

import { env } from "cloudflare:workers";

/** The bindings. */
export const environment = () => env;
