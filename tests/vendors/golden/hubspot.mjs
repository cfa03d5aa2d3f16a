import { Client } from "@hubspot/api-client";
import { HubSpot, TOKEN } from "../doubles/hubspot.mjs";
import { LEAD, NEIGHBOUR, STAMPS } from "./lead.mjs";

export const PACKAGE = "@hubspot/api-client";
export const SECRETS = { [TOKEN]: "<access token>" };

/** The portal's own properties. */
const OWN = ["beeline_lead", "beeline_correlation", "beeline_bundle", "beeline_privacy", "utm_source"];
const PROPERTIES = ["email", "firstname", "lastname", "phone", "company", "country", ...OWN];

export const start = () =>
  HubSpot.start({ versions: [], known: Object.fromEntries(OWN.map((name) => [name, "string"])) });

const input = ({ id, email, firstName, lastName, phone, company, country }) => ({
  id: email,
  idProperty: "email",
  objectWriteTraceId: id,
  properties: {
    email,
    firstname: firstName,
    lastname: lastName,
    phone,
    company,
    country,
    beeline_lead: id,
    beeline_correlation: STAMPS.correlationId,
    beeline_bundle: STAMPS.bundle,
    beeline_privacy: String(STAMPS.privacy),
    utm_source: STAMPS.utmSource,
  },
});

const contacts = (double) => new Client({ accessToken: TOKEN, basePath: double.url }).crm.contacts.batchApi;

async function upsert(double) {
  const { results } = await contacts(double).upsert({ inputs: [LEAD, NEIGHBOUR].map(input) });
  return results.length;
}

export const CALLS = {
  "contacts batch upsert": upsert,
  "contacts batch read": async (double) => {
    await upsert(double);
    double.calls.length = 0;
    const inputs = [LEAD, NEIGHBOUR].map(({ email }) => ({ id: email }));
    const query = { idProperty: "email", properties: PROPERTIES, inputs };
    return (await contacts(double).read(query)).results.length;
  },
};
