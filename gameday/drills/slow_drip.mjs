// The CRM's answers begin at once and take longer than anybody waits.

/** The shortest answer, of some 300 bytes, then takes half a minute. */
const DRIP = { bytes: 1, everyMs: 100 };

export const slowDrip = {
  name: "slow-drip",
  says: "the CRM's answers come drop by drop",
  destination: "hubspot",
  seconds: 30,
  begin: ({ crm }) => Object.assign(crm.faults, { drip: DRIP }),
  end: ({ crm }) => crm.faults.clear(),
  felt: "answers not waited for",
  feel: ({ crm }) => crm.calls.filter(({ end }) => end === "left").length,
};
