export interface FieldError {
  field: string;
  code: string;
  message: string;
}

const TITLES = {
  400: "Malformed request",
  404: "Not found",
  413: "Body too large",
  415: "Unsupported media type",
  422: "The lead does not meet the form's contract",
  503: "Try again",
} as const;

/** RFC 9457. */
export function problem(
  status: keyof typeof TITLES,
  detail: string,
  correlation_id: string,
  errors?: FieldError[],
): Response {
  const title = TITLES[status];
  const type = `/problems/${title.toLowerCase().replaceAll(/[^a-z]+/g, "-")}`;
  const headers: Record<string, string> = { "content-type": "application/problem+json" };
  if (status === 503) headers["retry-after"] = "1";
  return new Response(JSON.stringify({ type, title, status, detail, correlation_id, errors }), { status, headers });
}
