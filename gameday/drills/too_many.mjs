// The CRM answers as it answers whoever asks too often.

/** Longer than any drill. */
const FOR_NOW_MS = 3_600_000;
const SAYS_SO = [403, 429];

export const tooMany = {
  name: "too-many",
  says: 'the CRM says "too many" to every call',
  destination: "hubspot",
  seconds: 30,
  begin: ({ crm }) => crm.faults.throttleFor(FOR_NOW_MS),
  end: ({ crm }) => crm.faults.clear(),
  felt: "calls told so",
  feel: ({ crm }) => crm.calls.filter(({ status }) => SAYS_SO.includes(status)).length,
};
