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

const ALL = { "forms.toml": FORMS, "routing.toml": ROUTING, "territories.csv": TERRITORIES, "tests.toml": TESTS };

/** The files, those named in `changed` as it makes them of what they are. */
export function configuration(changed = {}) {
  return Object.entries(ALL).map(([name, text]) => {
    const buffer = Buffer.from(changed[name] ? changed[name](text) : text);
    return { name, mimeType: "text/plain", buffer };
  });
}
