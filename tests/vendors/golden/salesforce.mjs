import { Connection } from "jsforce";
import { CLIENT, Salesforce } from "../doubles/salesforce.mjs";
import { LEAD, NEIGHBOUR, STAMPS } from "./lead.mjs";

export const PACKAGE = "jsforce";
export const SECRETS = {
  [CLIENT.secret]: "<client secret>",
  [CLIENT.id]: "<client id>",
  "00Dtest!session.1": "<access token>",
};

/** The org's own fields. */
const OWN = {
  BeelineLead__c: 80,
  BeelineCorrelation__c: 80,
  BeelineBundle__c: 80,
  BeelinePrivacy__c: true,
  Campaign__c: 80,
};

export const start = () => Salesforce.start({ known: OWN });

/** A connection that has a token. */
export async function connect(double) {
  const oauth2 = { clientId: CLIENT.id, clientSecret: CLIENT.secret, loginUrl: double.url };
  const connection = new Connection({ oauth2, instanceUrl: double.url, version: "62.0" });
  await connection.authorize({ grant_type: "client_credentials" });
  return connection;
}

const fields = ({ id, key, email, firstName, lastName, phone, company, country }) => ({
  LeadKey__c: key,
  FirstName: firstName,
  LastName: lastName,
  Email: email,
  Phone: phone,
  Company: company,
  Country: country,
  BeelineLead__c: id,
  BeelineCorrelation__c: STAMPS.correlationId,
  BeelineBundle__c: STAMPS.bundle,
  BeelinePrivacy__c: STAMPS.privacy,
  Campaign__c: STAMPS.utmSource,
});

/** What is sent before the token is there is golden in a call of its own. */
async function afterToken(double, send) {
  const connection = await connect(double);
  double.calls.length = 0;
  return send(connection);
}

export const CALLS = {
  "client credentials token": async (double) => (await connect(double)) && 1,
  "lead upsert by external id": (double) =>
    afterToken(double, async (connection) => {
      const { success } = await connection.sobject("Lead").upsert(fields(LEAD), "LeadKey__c");
      return Number(success);
    }),
  "lead collections upsert": (double) =>
    afterToken(double, async (connection) => {
      const sobject = connection.sobject("Lead");
      const results = await sobject.upsert([LEAD, NEIGHBOUR].map(fields), "LeadKey__c", { allOrNone: false });
      return results.filter(({ success }) => success).length;
    }),
  "lead query": (double) =>
    afterToken(double, async (connection) => {
      await connection.sobject("Lead").upsert(fields(LEAD), "LeadKey__c");
      double.calls.length = 0;
      const names = ["Id", "LeadKey__c", ...Object.keys(fields(LEAD)).filter((name) => name !== "LeadKey__c")];
      const query = `SELECT ${names.join(",")} FROM Lead WHERE LeadKey__c IN ('${LEAD.key}')`;
      return (await connection.query(query)).records.length;
    }),
};
