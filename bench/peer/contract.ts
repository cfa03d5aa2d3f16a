import * as z from "zod";

const text = (max: number) => z.string().trim().max(max).optional();
/** A form post has only strings: a ticked box is "on". */
const tick = z.boolean().or(z.stringbool());
const count = (max: number) => z.coerce.number().int().min(0).max(max).optional();

const submission = z.object({
  email: z.string().trim().normalize().toLowerCase().max(254).pipe(z.email()).optional(),
  name: z.string().trim().normalize().max(200).optional(),
  phone: text(40),
  country: z.string().trim().toUpperCase().regex(/^[A-Z]{2}$/).optional(),
  region: text(80),
  company: text(200),
  product: text(100),
  employees: count(10_000_000),
  notes: text(4000),
  tz: text(64),
  consent: z.object({
    privacy: tick.refine((given) => given, { error: "consent to the privacy notice is required" }),
    marketing: tick.optional(),
    sms: tick.optional(),
    call: tick.optional(),
    text_version: text(64),
  }),
  utm: z
    .object({ source: text(200), medium: text(200), campaign: text(200), term: text(200), content: text(200) })
    .optional(),
  page: z.object({ url: text(2048), referrer: text(2048) }).optional(),
  client: z
    .object({ submitted_at_ms: count(Number.MAX_SAFE_INTEGER), attempt: count(1000), form_instance: text(64) })
    .optional(),
});

const reachable = submission.refine((lead) => lead.email !== undefined || lead.phone !== undefined, {
  path: ["email"],
  error: "an email address or a phone number is required",
});

/** Contracts by form id. */
export const FORMS: ReadonlyMap<string, typeof reachable> = new Map([["demo", reachable]]);

export type Submission = z.output<typeof reachable>;

/** A submission that passed, with its phone in E.164 when it is a real one. */
export type Lead = Submission & { phone_e164?: string };
