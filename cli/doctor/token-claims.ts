import type { Failure, TokenSeen } from './seen';

/** A body that ought to be a JSON object; what is none is an empty one. */
export const json = (text: string): Record<string, unknown> => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
};
const seconds = (value: unknown) => (typeof value === 'number' ? value * 1000 : undefined);

/** Claims as they are written; whether the signature is right is for the gateway to say. */
export function claimsOf(token: string): TokenSeen | Failure {
  const claims = json(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
  if (Object.keys(claims).length === 0) return { failed: 'the token is no JWT' };
  const client = claims.azp ?? claims.client_id;
  const [from, until] = [seconds(claims.nbf ?? claims.iat), seconds(claims.exp)];
  return {
    ...(typeof client === 'string' ? { client } : {}),
    ...(from === undefined ? {} : { from }),
    ...(until === undefined ? {} : { until }),
  };
}

/** What is in a token that was got, or why there is none. */
export const tokenSeen = (token: string | undefined, refused: Failure | undefined) => (token === undefined ? refused : claimsOf(token));
