export const MAX_BODY_BYTES = 64 * 1024;

export type Body = { ok: true; fields: unknown } | { ok: false; status: 400 | 413 | 415; detail: string };

/** The fields of a JSON or urlencoded body of at most 64 KiB. */
export async function readBody(request: Request): Promise<Body> {
  const type = (request.headers.get("content-type") ?? "").split(";", 1)[0]?.trim().toLowerCase();
  if (type !== "application/json" && type !== "application/x-www-form-urlencoded") {
    return { ok: false, status: 415, detail: "send JSON or a urlencoded form" };
  }
  const text = await readCapped(request);
  if (text === null) return { ok: false, status: 413, detail: "the body is over 64 KiB" };
  try {
    const fields = type === "application/json" ? JSON.parse(text) : nest(new URLSearchParams(text));
    return { ok: true, fields: withoutBlanks(fields) };
  } catch {
    return { ok: false, status: 400, detail: "the body is not valid JSON" };
  }
}

/** HTTP holds a body to its declared length; only one without a length is counted while it is read. */
async function readCapped(request: Request): Promise<string | null> {
  const declared = request.headers.get("content-length");
  if (declared !== null) return Number(declared) > MAX_BODY_BYTES ? null : request.text();
  const decoder = new TextDecoder();
  let text = "";
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength;
    if (size > MAX_BODY_BYTES) return null;
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

/** `consent.privacy=on` becomes `{consent: {privacy: "on"}}`; one level, which is all that the contract has. */
function nest(form: URLSearchParams): Record<string, unknown> {
  const fields: Record<string, unknown> = Object.create(null);
  for (const [name, value] of form) {
    const [outer, inner] = name.split(".", 2) as [string, string | undefined];
    if (inner === undefined) {
      fields[outer] = value;
    } else {
      const group = (fields[outer] ??= Object.create(null));
      if (typeof group === "object" && group !== null) (group as Record<string, unknown>)[inner] = value;
    }
  }
  return fields;
}

/** A page sends every field of its form, the empty ones too. */
function withoutBlanks(fields: unknown): unknown {
  if (typeof fields !== "object" || fields === null) return fields;
  for (const [name, value] of Object.entries(fields)) {
    if (value === "") delete (fields as Record<string, unknown>)[name];
  }
  return fields;
}
