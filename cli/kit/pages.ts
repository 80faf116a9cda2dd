import { requestCommand } from './certificate-request';
import type { KitMaterial } from './material';

const list = (lines: readonly string[]) => lines.map((line) => `- ${line}`).join('\n');
const block = (text: string) => `\`\`\`sh\n${text}\n\`\`\``;

const revocation = (address: string | undefined) =>
  address
    ? `Beside these, where your systems ask whether a certificate of the hub is revoked: ${address}, port ${new URL(address).port || (address.startsWith('http:') ? 80 : 443)}. It needs no certificate and no token.\n\n`
    : '';

/** What to open in firewalls on both sides. Fixed addresses of the hub are known only once it is deployed, so a line is left for them. */
export function addressPage({ handOver: { participant, hub } }: KitMaterial): string {
  return `# Addresses

## Out: from ${participant.id} to the hub, port 443

${list(Object.entries(hub.endpoints).map(([part, address]) => `${part}: ${address}`))}

${revocation(hub.revocation)}Open by name where your firewall can. Fixed addresses of the hub, filled in by its operator: ______________________

## In: from the hub to ${participant.id}, port ${new URL(participant.callback).port || 443}

- callbacks: ${participant.callback}

The hub shows a client certificate of its own. It comes from these addresses, filled in by its operator (\`workbench outputs ${hub.environment} foundation\`, egress
addresses; a hub without fixed ones says so here): ______________________
`;
}

/** To be filled in by the participant and sent back; the operator writes it into the workbench file. */
export function allowListForm({ handOver: { participant, hub } }: KitMaterial): string {
  const now = participant.allowedAddresses;
  return `# Addresses from which ${participant.id} will send requests to ${hub.environment}

Nobody else is let in. Name addresses as the internet sees them, each range as small as it can be. Send the form by a way on which both sides know each other.

On the list now: ${now.join(', ') || 'none, so nothing is let in'}

| address or range (CIDR) | what sends from there | from when |
|---|---|---|
|  |  |  |
|  |  |  |
|  |  |  |

Name, date: ______________________    To be called back at: ______________________

For the operator: \`participants[].allowedAddresses\` of ${participant.id}, then \`workbench deploy ${hub.environment} edge\`.
`;
}

function authoritySteps({ handOver: { hub } }: KitMaterial): string {
  if (!hub.authority)
    return 'The hosts of the hub carry certificates of a public authority, so there is nothing to do for them. Ask the operator for the authority that signs\nparticipants (`participants-ca.pem`), to hold your own certificate against it.';
  return `Ask the operator for the certificate of the hub's authority, as \`hub-ca.pem\`; it is no secret, yet be sure it is the right one: compare
\`openssl x509 -in hub-ca.pem -noout -fingerprint -sha256\` by telephone. Trust it for the hub alone.

For the operator: \`${hub.authority.operator}\`.`;
}

/** How the public key comes by which messages of the hub are verified; nothing where nobody signs. */
function signingKeySteps({ handOver: { hub } }: KitMaterial): string {
  if (!hub.signingKey) return '';
  return `

Ask for the public key by which the hub signs, too, as \`${hub.signingKey.source}.pem\`. ${hub.signingKey.note}

For the operator: \`${hub.signingKey.operator}\`.`;
}

/** The steps in their order, in plain words. */
export function readme(material: KitMaterial): string {
  const { participant, hub, oauth, certificates, paymentManager } = material.handOver;
  const { id } = participant;
  const ca = ` --ca ../hub-ca.pem`;
  return `# ${participant.name} at the hub ${hub.environment} of ${hub.operator}

Everything that ${id} needs to take part, in the order in which it is done. No secret is in this folder, and none should come into it: keep keys and the client
secret beside it. \`sha256sum -c checksums.sha256\` tells whether a file is as it was written.

## 1. Say where you come from

Fill in \`allow-list-form.md\` and send it back. Open your firewalls as \`addresses.md\` says.

## 2. Learn the authority of the hub

${authoritySteps(material)}${signingKeySteps(material)}

## 3. Ask for certificates

In the folder \`certificates\`. The name of the client certificate has to be exactly \`${certificates.client.subject.CN}\`.

${block(requestCommand(id, 'client'))}

Send \`${id}-client.csr\` to the operator, keep \`${id}-client.key\`. Tell \`openssl dgst -sha256 ${id}-client.csr\` by telephone. You get back \`${id}-client.pem\`:
the certificate, and the intermediate behind it.

The host of your callbacks, \`${certificates.server.subject.CN}\`, needs a certificate too. A payment manager asks for it by itself; by hand:

${block(requestCommand(id, 'server'))}

## 4. Take the client secret

Client \`${oauth.clientId}\`, token endpoint ${oauth.tokenEndpoint}. The operator hands the secret over by a token that opens once:

${block(oauth.clientSecret.participant)}

${oauth.clientSecret.note} Put the secret alone into a file that only you can read.

## 5. See whether the way in is open

${block(`workbench doctor --kit . --certificate ../${id}-client.pem --key ../${id}-client.key${hub.authority ? ca : ''} --client-secret-file ../${id}-client-secret`)}

Each line with a cross says who mends it and how. It reads \`doctor.json\`, and sends one lookup of a number that nobody has.

## 6. Install the payment manager

Chart \`${paymentManager.chart}\` ${paymentManager.version} (hub: Mojaloop ${hub.release}, messages: ${hub.messages}), with \`payment-manager-values.yaml\` and the values of your own. \`hand-over.yaml\` has the
same for programs, with where the client secret goes.

## 7. Try a payment

\`collection.json\` is for Postman or newman: token, lookup${hub.messages === 'fspiop' ? ', quote, transfer' : ''}. Fill in the variables without a value; \`ilpPacket\` and \`condition\` come with the callback of the quote.

${block(`newman run collection.json --ssl-client-cert ../${id}-client.pem --ssl-client-key ../${id}-client.key${hub.authority ? ' --ssl-extra-ca-certs ../hub-ca.pem' : ''} --env-var payee=<number>`)}
`;
}
