// A small configuration for tests of the playground: the shipped one is for people, and changes.

const FORMS = `[form.demo]
title = "Book a demo"
lane = "hot"
dedup_window_seconds = 600
thank_you_url = "/thanks"

[form.demo.field.budget]
type = "choice"
label = "Yearly budget"
choices = ["under 10k", "over 50k"]

[form.contact]
title = "Contact us"
lane = "standard"
dedup_window_seconds = 600
thank_you_url = "/thanks"
`;

const ROUTING = `fallback = "sales"

[team.sales]
name = "Sales"
sla_seconds = 300

[team.enterprise]
name = "Enterprise"
sla_seconds = 300

[team.alps]
name = "Alpine team"
sla_seconds = 600

[[rule]]
id = "large"
team = "enterprise"
when = { employees = "1000 or more" }

[[rule]]
id = "alps"
team = "alps"
when = { territory = "alps", employees = "20 to 999" }

[[rule]]
id = "rich"
team = "enterprise"
when = { "field.budget" = "over 50k", employees = "unknown" }
`;

const TERRITORIES = `territory,country,subdivision,postal_from,postal_to,note
alps,CH,,,,
alps,AT,AT-7,,,Tyrol
`;

const TESTS = `[[test]]
name = "A large company"
lead = { form = "demo", country = "JP", employees = 1000 }
team = "enterprise"
rule = "large"

[[test]]
name = "A Swiss company"
lead = { form = "demo", country = "CH", employees = 120 }
team = "alps"
`;

const ROSTER = `rep,name,team,weight,daily_cap,hours,time_zone,out_of_office,holidays,slack_id,phone,booking_url,active
ann,Ann Early,alps,10,,Mon-Fri 08:00-16:00,UTC,,de-by,U0100000001,,,yes
ben,Ben Late,alps,10,,Mon-Fri 10:00-18:00,UTC,,de-by,U0100000002,,,yes
sam,Sam Sales,sales,10,,Mon-Fri 16:00-20:00,UTC,,,U0100000003,,,yes
`;

const HOLIDAYS = `region,date,name,part
de-by,2020-12-25,Christmas Day,
`;

const ALL = { "forms.toml": FORMS, "routing.toml": ROUTING, "territories.csv": TERRITORIES, "tests.toml": TESTS };

/** The files, those named in `changed` as it makes them of what they are. */
export const configuration = (changed = {}) => made(ALL, changed);

/**
 * The same with reps: on weekdays the Alpine team works from 8 to 18 o'clock, Sales, which is asked
 * after it, until 20, and then nobody. Its holidays end in 2020.
 */
export function withReps(changed = {}) {
  const overflow = ALL["routing.toml"].replace("[team.alps]\n", '[team.alps]\noverflow = "sales"\n');
  return made({ ...ALL, "routing.toml": overflow, "roster.csv": ROSTER, "holidays.csv": HOLIDAYS }, changed);
}

function made(all, changed) {
  return Object.entries(all).map(([name, text]) => {
    const buffer = Buffer.from(changed[name] ? changed[name](text) : text);
    return { name, mimeType: "text/plain", buffer };
  });
}
