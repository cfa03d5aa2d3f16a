// Hands a command to the ledger object that the request names: a claim without the edge around it.

export default {
  async fetch(request, env) {
    const name = request.headers.get("ledger-object");
    return new Response(await env.LEDGER.getByName(name).command(name, await request.text()));
  },
};
