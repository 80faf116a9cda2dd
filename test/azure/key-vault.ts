import { randomBytes } from 'node:crypto';
import type { Answer, Asked, Azure, Json } from './stand-in';

const missing = (what: string): Answer => ({ status: 404, body: { error: { code: 'SecretNotFound', message: `${what} was not found` } } });

/** Key Vault tells clients whose token it takes before they send anything. */
export const challenge: Answer = {
  status: 401,
  headers: {
    'www-authenticate':
      'Bearer authorization="https://login.microsoftonline.com/00000000-0000-0000-0000-00000000000d", resource="https://vault.azure.net"',
  },
};

/** Secrets of Key Vault: each write is a new version, and a version is read by its id or the newest without one. */
export function answerVault(azure: Azure, { method, host, path, body }: Asked): Answer {
  const [, kind, name = '', version] = path.split('/');
  if (kind === 'deletedsecrets') return missing(name);
  if (kind !== 'secrets') return { status: 501, body: { error: { code: 'StandIn', message: `${method} ${path}` } } };
  const key = `${host.split('.')[0]}/${name}`;
  const versions = azure.secrets.get(key) ?? [];
  const shown = (found: (typeof versions)[number], more: Json = {}) => ({
    id: `https://${host}/secrets/${name}/${found.version}`,
    value: found.value,
    ...found.attributes,
    ...more,
  });
  if (method === 'PUT') {
    const { value, ...attributes } = body;
    const written = {
      version: randomBytes(16).toString('hex'),
      value: String(value),
      attributes: { ...attributes, attributes: { enabled: true } },
    };
    azure.secrets.set(key, [...versions, written]);
    return { status: 200, body: shown(written) };
  }
  const found = version ? versions.find((one) => one.version === version) : versions.at(-1);
  if (!found) return missing(key);
  if (method === 'GET') return { status: 200, body: shown(found) };
  if (method === 'DELETE') {
    azure.secrets.delete(key);
    return { status: 200, body: shown(found, { recoveryId: `https://${host}/deletedsecrets/${name}` }) };
  }
  return { status: 405 };
}
