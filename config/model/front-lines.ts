import { addressRange, addressText } from './address-ranges';
import type { ParticipantGate } from './edge';

/**
 * What API Management has to know of a participant, as one line of text: a named value of the service, which its policy looks up by the name of
 * the client certificate. Texts rather than JSON, because the line stands inside a policy, where quotes would end an expression.
 */
export const columns = ['certificateName', 'client', 'id', 'addresses', 'requestsPerSecond', 'payloadBytes'] as const;
export type Column = (typeof columns)[number];
export const columnOf = (name: Column): number => columns.indexOf(name);

export const [betweenLines, betweenColumns, betweenRanges, betweenEnds] = [';', '|', ',', '-'] as const;

/** Most characters of a named value (learn.microsoft.com, limits of API Management). */
export const longestLine = 4096;

/** `10.0.0.1` as `010.000.000.001`: in this form addresses are in order as text, so a policy needs no arithmetic. */
export const paddedAddress = (address: string): string =>
  address
    .split('.')
    .map((part) => part.padStart(3, '0'))
    .join('.');

/** Both ends of each range. API Management in a network speaks IPv4 alone, so ranges of IPv6 let nobody in here. A lone dash holds no address. */
export function rangesText(ranges: readonly string[]): string {
  const ends = ranges.flatMap((range) => {
    const found = addressRange(range);
    return found ? [`${paddedAddress(addressText(found.first))}${betweenEnds}${paddedAddress(addressText(found.last))}`] : [];
  });
  return ends.length > 0 ? ends.join(betweenRanges) : betweenEnds;
}

/** The line of a participant. */
export function gateLine(gate: ParticipantGate): string {
  const values: Readonly<Record<Column, string>> = {
    certificateName: gate.certificateName,
    client: gate.client,
    id: gate.id,
    addresses: rangesText(gate.addresses),
    requestsPerSecond: String(gate.requestsPerSecond),
    payloadBytes: String(gate.payloadBytes),
  };
  return columns.map((column) => values[column]).join(betweenColumns);
}
