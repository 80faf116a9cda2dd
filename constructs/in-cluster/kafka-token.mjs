// Gives the Kafka proxy beside it tokens of the pod's workload identity at Entra ID. The proxy asks as an OAuth client with a secret would; here the
// token of the service account, which Kubernetes renews in its file, is what proves who is asking. Answers on the loopback of the pod only.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

const { AZURE_AUTHORITY_HOST, AZURE_TENANT_ID, AZURE_CLIENT_ID, AZURE_FEDERATED_TOKEN_FILE, SCOPE, PORT } = process.env;
const address = new URL(`${AZURE_TENANT_ID}/oauth2/v2.0/token`, AZURE_AUTHORITY_HOST);

async function answer(request, response) {
  const reply = (status, text) => response.writeHead(status, { 'content-type': 'application/json' }).end(text);
  if (request.url === '/ready') return reply(200, '{}');
  if (request.method !== 'POST' || request.url !== '/token') return reply(404, '{}');
  try {
    const exchanged = await fetch(address, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: AZURE_CLIENT_ID,
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
        client_assertion: readFileSync(AZURE_FEDERATED_TOKEN_FILE, 'utf8').trim(),
        scope: SCOPE,
      }),
      signal: AbortSignal.timeout(8000),
    });
    const text = await exchanged.text();
    // What Entra ID says of a failure holds no secret, and without it nobody finds out which right is missing.
    if (!exchanged.ok) console.error(`Entra ID answered ${exchanged.status}: ${text}`);
    return reply(exchanged.status, text);
  } catch (error) {
    console.error(`Entra ID does not answer: ${error.message}`);
    return reply(503, '{"error":"temporarily_unavailable"}');
  }
}

createServer(answer).listen(Number(PORT), '127.0.0.1');
process.on('SIGTERM', () => process.exit(0));
