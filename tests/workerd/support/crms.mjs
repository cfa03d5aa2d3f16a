// The CRMs that Beeline delivers to, as doubles that know the fields of the shipped mapping.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { ROOT } from "../../../tools/workerd/workers.mjs";
import { HubSpot, TOKEN as HUBSPOT_TOKEN } from "../../vendors/doubles/hubspot.mjs";
import { Pipedrive, TOKEN as PIPEDRIVE_TOKEN } from "../../vendors/doubles/pipedrive.mjs";
import { CLIENT, Salesforce } from "../../vendors/doubles/salesforce.mjs";
import { PATH, SECRET, Webhook } from "../../vendors/doubles/webhook.mjs";

const FILE = join(ROOT, "routing-config", "destinations.toml");
const HUBSPOT_KEY = "beeline_lead_key";

/** The names of their fields that the shipped file writes for one destination. */
async function fields(destination) {
  const text = await readFile(FILE, "utf8");
  const [section] = text.split(new RegExp(`^\\[${destination}\\]$`, "m"))[1].split(/^\[/m);
  const names = [...section.matchAll(/\bto = "([^"]+)"/g)].map(([, name]) => name);
  if (names.length === 0) throw new Error(`${FILE} maps nothing for ${destination}`);
  return names;
}

const each = (names, value) => Object.fromEntries(names.map((name) => [name, value]));

/** Each CRM: how it is started, what a session needs to reach it, and a record's lead id. */
export const CRMS = {
  hubspot: {
    async start(options) {
      const own = (await fields("hubspot")).filter((name) => name.startsWith("beeline_"));
      return HubSpot.start({ known: { ...each(own, "string"), [HUBSPOT_KEY]: "unique" }, ...options });
    },
    variables: ({ url }) => ({ HUBSPOT_URL: url, HUBSPOT_TOKEN }),
    leadId: (record) => record.fields.beeline_lead_id,
  },
  salesforce: {
    async start(options) {
      const own = (await fields("salesforce")).filter((name) => name.endsWith("__c"));
      const known = Object.fromEntries(own.map((name) => [name, /Consent(Privacy|Marketing)/.test(name) ? true : 255]));
      return Salesforce.start({ known, ...options });
    },
    variables: ({ url }) => ({
      SALESFORCE_URL: url,
      SALESFORCE_CLIENT_ID: CLIENT.id,
      SALESFORCE_CLIENT_SECRET: CLIENT.secret,
    }),
    leadId: (record) => record.fields.BeelineLeadId__c,
  },
  pipedrive: {
    async start(options) {
      const own = (await fields("pipedrive")).filter((name) => /^[0-9a-f]{40}$/.test(name));
      return Pipedrive.start({ customFields: each(own, "text"), ...options });
    },
    variables: ({ url }) => ({ PIPEDRIVE_URL: url, PIPEDRIVE_TOKEN }),
    leadId: (record, crm) => crm.persons.records().find(({ id }) => id === record.fields.person_id)?.fields,
  },
  webhook: {
    start: (options) => Webhook.start({ merges: [], ...options }),
    variables: ({ url }) => ({ WEBHOOK_URL: `${url}${PATH}`, WEBHOOK_SECRET: SECRET }),
    leadId: (record) => record.fields.lead_id,
  },
};
