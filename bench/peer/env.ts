import type { Ledger } from "./ledger";

/** Secrets, by key id in the envelope, so that a key can be turned over. */
interface Secrets {
  PERSON_KEY: string;
  ENVELOPE_KID: string;
  ENVELOPE_KEY: string;
}

type LedgerNamespace = DurableObjectNamespace<Ledger>;

export interface EdgeEnv extends Pick<Secrets, "PERSON_KEY"> {
  LEDGER: LedgerNamespace;
}

export interface LedgerEnv extends Omit<Secrets, "PERSON_KEY"> {
  CRM: Queue<string>;
}

export interface ConsumerEnv extends Omit<Secrets, "PERSON_KEY"> {
  LEDGER: LedgerNamespace;
  INBOX: D1Database;
}
