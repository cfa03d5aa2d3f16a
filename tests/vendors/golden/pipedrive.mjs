import * as v1 from "pipedrive/v1";
import * as v2 from "pipedrive/v2";
import { Pipedrive, TOKEN } from "../doubles/pipedrive.mjs";
import { LEAD, STAMPS } from "./lead.mjs";

export const PACKAGE = "pipedrive";
export const SECRETS = { [TOKEN]: "<api token>" };

/** The company's own fields, as Pipedrive names them: 40 digits. */
const own = (digit) => `${digit}`.padStart(40, "0");
const STAMPED = {
  [own(1)]: LEAD.id,
  [own(2)]: STAMPS.correlationId,
  [own(3)]: STAMPS.bundle,
  [own(4)]: String(STAMPS.privacy),
  [own(5)]: STAMPS.utmSource,
};
const TYPES = Object.fromEntries(Object.keys(STAMPED).map((name) => [name, "text"]));

export const start = () => Pipedrive.start({ customFields: TYPES });

export const persons = ({ url }) =>
  new v2.PersonsApi(new v2.Configuration({ apiKey: TOKEN, basePath: `${url}/api/v2` }));
export const leads = ({ url }) => new v1.LeadsApi(new v1.Configuration({ apiKey: TOKEN, basePath: `${url}/v1` }));

const PERSON = {
  name: `${LEAD.firstName} ${LEAD.lastName}`,
  emails: [{ value: LEAD.email, primary: true, label: "work" }],
  phones: [{ value: LEAD.phone, primary: true, label: "work" }],
  custom_fields: STAMPED,
};

/** A person that is there before the call, with no number yet. */
async function known(double) {
  const { name, emails } = PERSON;
  const { data } = await persons(double).addPerson({ AddPersonRequest: { name, emails } });
  double.calls.length = 0;
  return data.id;
}

const accepted = ({ success }) => Number(success);

export const CALLS = {
  "person search": async (double) => {
    const query = { term: LEAD.email, fields: "email", exact_match: true };
    return accepted(await persons(double).searchPersons(query));
  },
  "person create": async (double) => accepted(await persons(double).addPerson({ AddPersonRequest: PERSON })),
  "person update": async (double) => {
    const id = await known(double);
    const { phones, custom_fields } = PERSON;
    return accepted(await persons(double).updatePerson({ id, UpdatePersonRequest: { phones, custom_fields } }));
  },
  "lead create": async (double) => {
    const person = await known(double);
    const lead = { title: "Beeline (demo)", person_id: person, origin_id: LEAD.key };
    return accepted(await leads(double).addLead({ AddLeadRequest: lead }));
  },
  "person read": async (double) => accepted(await persons(double).getPerson({ id: await known(double) })),
  "leads of a person": async (double) => {
    const person_id = await known(double);
    return accepted(await leads(double).getLeads({ person_id, limit: 500 }));
  },
};
