import { code, fewOf, html, stacked, type Table, table } from '../html';
import type { Section } from '../overview';
import type { Report } from '../report';
import type { SecretRow, VaultRight } from '../secrets';

const born = {
  password: 'born in Vault',
  'signing-key': 'signing key, written once',
  given: 'put into Vault by an operator',
  managed: 'born in the secret store of the cloud, copied into Vault',
} as const satisfies Record<SecretRow['kind'], string>;

const secretTable = (id: string, caption: string, rows: readonly SecretRow[], none: string): Table =>
  table(
    id,
    caption,
    [
      { title: 'Secret', cell: (row: SecretRow) => code(row.id) },
      { title: 'For', cell: ({ purpose }) => purpose },
      { title: 'Path in Vault', cell: ({ path, field }) => code(`${path} ${field}`) },
      { title: 'How', cell: ({ kind }) => born[kind] },
      {
        title: 'Delivered to',
        cell: ({ readers }) =>
          readers.length === 0
            ? 'no namespace'
            : stacked(readers.map((reader) => code(`${reader.namespace}/${reader.secret} ${reader.key}`))),
      },
    ],
    rows,
    none,
  );

/** Roles that differ only in the name of their namespace stand there once. */
function alike(rights: readonly VaultRight[], participants: ReadonlySet<string>): { right: VaultRight; names: string[] }[] {
  const groups = new Map<string, { right: VaultRight; names: string[] }>();
  for (const right of rights) {
    const id = right.namespace !== undefined && participants.has(right.namespace) ? right.namespace : undefined;
    const text = JSON.stringify([right.role, right.who, right.rules]);
    const key = id === undefined ? text : text.split(id).join('<id>');
    const group = groups.get(key);
    if (group && id !== undefined) group.names.push(id);
    else groups.set(key, { right: id === undefined ? right : withoutId(right, id), names: id === undefined ? [] : [id] });
  }
  return [...groups.values()];
}

function withoutId(right: VaultRight, id: string): VaultRight {
  const general = (text: string) => text.split(id).join('<id>');
  return { ...right, role: general(right.role), rules: right.rules.map((rule) => ({ ...rule, path: general(rule.path) })) };
}

export function secretsSection({ secrets, vaultRights, secretExceptions, participants, identities }: Report): Section {
  const ids = new Set(participants.map(({ id }) => id));
  return {
    id: 'secrets',
    title: 'Secrets',
    body: [
      html`<p>Where each secret lies and who may read it. No value of a secret is in this page, nor in the file it was made from.</p>`,
      secretTable(
        'hub-secrets',
        'Secrets of the hub and its stores',
        secrets.filter(({ participant }) => participant === undefined),
        'none.',
      ),
      secretTable(
        'participant-secrets',
        'Secrets of participants',
        secrets.filter(({ participant }) => participant !== undefined),
        'none.',
      ),
      table(
        'rights',
        'Who may do what in Vault',
        [
          { title: 'Role', cell: ({ right }) => code(right.role) },
          {
            title: 'Who',
            cell: ({ right, names }) =>
              names.length > 0
                ? `${right.who} in the namespace of ${names.length > 1 ? `each of ${names.length}: ` : ''}${fewOf(names)}`
                : `${right.who}${right.namespace ? ` in ${right.namespace}` : ''}`,
          },
          { title: 'May', cell: ({ right }) => stacked(right.rules.map(({ path, may }) => html`${code(path)} ${may.join(', ')}`)) },
        ],
        alike(vaultRights, ids),
      ),
      table(
        'identities',
        'Who may do something at the cloud, without a secret',
        [
          { title: 'Pods', short: true, cell: ({ id }) => code(id) },
          { title: 'Service account', cell: ({ namespace, serviceAccount }) => code(`${namespace}/${serviceAccount}`) },
          { title: 'May', cell: ({ why }) => why },
        ],
        identities,
        'nobody: pods use no service of a cloud.',
      ),
      table(
        'exceptions',
        'Exceptions: secrets that a chart takes only as text',
        [
          { title: 'Release', cell: (row) => code(row.release) },
          { title: 'Chart', short: true, cell: ({ chart, version }) => `${chart} ${version}` },
          { title: 'Value', cell: ({ path }) => code(path) },
          { title: 'Secret', cell: ({ secret }) => code(secret) },
        ],
        secretExceptions,
        'none. Every chart of this environment reads its secrets from Kubernetes Secrets.',
      ),
    ],
  };
}
