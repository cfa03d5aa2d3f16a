// Turnstile's siteverify on the loopback. A token says what it is answered with:
//
//   solved|{lead id}|{host}   solved for that lead, on that host
//   down                      an answer of Turnstile's that says nothing
//   cut                       no answer: the connection ends
//   silent                    no answer
//   anything else             refused

import { createServer } from "node:http";

export async function startTurnstile() {
  const asked = [];
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    const form = new URLSearchParams(body);
    asked.push(form);
    const token = form.get("response");
    if (token === "cut") request.socket.destroy();
    if (token === "cut" || token === "silent") return;
    const [word, cdata, hostname] = token.split("|");
    response.statusCode = word === "down" ? 500 : 200;
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(
      word === "solved"
        ? { success: true, action: "beeline-lead", cdata, hostname, challenge_ts: new Date().toISOString(), "error-codes": [] }
        : { success: false, "error-codes": ["invalid-input-response"] },
    ));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    asked,
    /** Bindings of the edge. */
    variables: {
      TURNSTILE_SITE_KEY: "site-key", TURNSTILE_SECRET: "turnstile-secret",
      TURNSTILE_URL: `http://127.0.0.1:${server.address().port}/siteverify`,
    },
    stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}
