// Every session of the org ends while a batch is on its way, again and again.

/** Of the calls with leads in them, the share that finds its token gone. */
const EVERY = 3;

export const tokenExpired = {
  name: "token-expired",
  says: "the CRM's tokens expire mid-batch, at every third call",
  destination: "salesforce",
  only: "salesforce",
  seconds: 30,
  begin({ crm }) {
    let calls = 0;
    crm.before = async ({ path }) => {
      if (path.includes("/sobjects/") && (calls += 1) % EVERY === 0) crm.expireTokens();
    };
  },
  end({ crm }) {
    crm.before = async () => {};
  },
  felt: "calls whose token was gone, each fetched anew",
  feel: ({ crm }) => Math.min(crm.calls.filter(({ status }) => status === 401).length, crm.tokensGiven - 1),
};
