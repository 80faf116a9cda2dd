import { betweenColumns, betweenEnds, betweenLines, betweenRanges, type Column, columnOf } from '../../config/model/front-lines';

/**
 * Expressions of policies, in the C# that API Management allows (learn.microsoft.com, policy expressions): single expressions of string methods, and nothing
 * that can fail on what a client sends without ending in a refusal.
 */
const expression = (text: string) => `@(${text})`;
const quoted = (text: string) => `"${text.replace(/[\\"]/g, '\\$&')}"`;
const variable = (name: string) => `((string)context.Variables[${quoted(name)}])`;
const header = (name: string) => `context.Request.Headers.GetValueOrDefault(${quoted(name)}, "")`;
const column = (name: Column) => `${variable('participant')}.Split('${betweenColumns}')[${columnOf(name)}]`;

/** Not of the request: whoever signed it names the participant by its common name. A role of the authority sees to it that there is one. */
export const certificateName = expression(
  'context.Request.Certificate == null ? "" : context.Request.Certificate.GetNameInfo(System.Security.Cryptography.X509Certificates.X509NameType.SimpleName, false)',
);

/** The line of the participant that the certificate names; empty where it is nobody's. The name is compared whole. */
export const participantLine = expression(
  `${variable('participants')}.Split('${betweenLines}').FirstOrDefault(line => line.Split('${betweenColumns}')[0] == ${variable('certificate-name')}) ?? ""`,
);
export const noParticipant = expression(`context.Request.Certificate == null || ${variable('participant')} == ""`);

/** Certificates that operators have put on the list of those that count no more, by serial number, without waiting for a deploy. */
export const revoked = expression(`${variable('revoked')}.Split('${betweenRanges}').Contains(context.Request.Certificate.SerialNumber)`);

export const tokenClient = expression(
  '((Jwt)context.Variables["token"]).Claims.GetValueOrDefault("azp", ((Jwt)context.Variables["token"]).Claims.GetValueOrDefault("client_id", ""))',
);
export const namelessToken = expression(`${variable('client')} == ""`);
export const otherClient = expression(`${variable('client')} != ${column('client')}`);
export const otherSource = expression(`${header('FSPIOP-Source')} != ${column('id')}`);

/** Address of the sender in the form of the ranges; what is no IPv4 address is in none of them. */
export const paddedSender = expression(
  `context.Request.IpAddress.Split('.').Length == 4 ? string.Join(".", context.Request.IpAddress.Split('.').Select(part => part.PadLeft(3, '0'))) : ""`,
);
const inRanges = (ranges: string) =>
  `${ranges}.Split('${betweenRanges}').Any(range => string.CompareOrdinal(range.Split('${betweenEnds}')[0], ${variable('sender')}) <= 0 && string.CompareOrdinal(${variable('sender')}, range.Split('${betweenEnds}')[1]) <= 0)`;
export const otherAddress = expression(`${variable('sender')} == "" || !${inRanges(column('addresses'))}`);
export const notOperator = expression(`${variable('sender')} == "" || !${inRanges(variable('operators'))}`);

/** Who sends, for the gateway behind, which believes the service and nobody else. What the client wrote there is replaced. */
export const senderAddress = expression('context.Request.IpAddress');

/** A request with a body says how long it is, so that it can be refused before it has been read. */
const withBody = ['POST', 'PUT', 'PATCH'].map((method) => `context.Request.Method == ${quoted(method)}`).join(' || ');
export const lengthUnknown = expression(`(${withBody}) && ${header('Content-Length')} == ""`);
export const tooLarge = expression(`long.Parse("0" + ${header('Content-Length')}) > long.Parse(${column('payloadBytes')})`);

export const callsPerSecond = expression(`int.Parse(${column('requestsPerSecond')})`);
export const participantId = expression(column('id'));
export const failedIn = (source: string) => expression(`context.LastError.Source == ${quoted(source)}`);
export const failedBecause = (reason: string) => expression(`context.LastError.Reason == ${quoted(reason)}`);
