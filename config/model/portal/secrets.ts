import type { WorkbenchConfig } from '../../schema/workbench';
import type { Delivery, SecretEntry } from '../secret-map';
import { serviceMysqlTls } from '../service-tls';
import { portalSecrets, runsPortal } from './portal';

const databases = {
  kratos: { database: 'kratos-db', secret: portalSecrets.kratos },
  keto: { database: 'keto-db', secret: portalSecrets.keto },
} as const;

const hostOf = ({ stores, network }: WorkbenchConfig, database: string) => `${database}.${stores.namespace}.svc.${network.clusterDomain}`;

/** Ory takes the address of a database whole, password and all. Its driver checks a certificate against the name, which the logical one is not in. */
export function portalDsn(config: WorkbenchConfig, user: string): Delivery[] {
  const own = user === 'kratos' || user === 'keto' ? databases[user] : undefined;
  if (!own || !runsPortal(config)) return [];
  const { external, databases: elsewhere } = config.stores.mysql;
  const server = elsewhere[own.database] ?? external;
  const tls = serviceMysqlTls(config, own.database) ? '&tls=skip-verify' : '';
  return [
    {
      namespace: config.portal.namespace,
      secretName: own.secret,
      key: 'dsn',
      template: `mysql://${user}:{}@tcp(${hostOf(config, own.database)}:${server?.port ?? 3306})/${user}?max_conns=20&max_idle_conns=4${tls}`,
    },
  ];
}

/** Secrets of the sessions: what cookies are signed with, and what is kept encrypted. Kratos wants exactly 32 characters for its cipher. */
export function portalSecretEntries(config: WorkbenchConfig): SecretEntry[] {
  if (!runsPortal(config)) return [];
  const { namespace, mail } = config.portal;
  const kratos = (key: string, through?: string): Delivery => ({
    namespace,
    secretName: portalSecrets.kratos,
    key,
    ...(through ? { through } : {}),
  });
  const born = (name: string, purpose: string, deliveries: readonly Delivery[]): SecretEntry => ({
    id: `kratos-${name}`,
    kind: 'password',
    path: `generated/portal/kratos-${name}`,
    field: 'password',
    purpose,
    deliveries,
    owner: 'portal',
  });
  return [
    born('default', 'signs what the portal hands to a browser', [kratos('secretsDefault')]),
    born('cookie', 'signs the cookies of the portal', [kratos('secretsCookie')]),
    born('csrf', 'signs the forms of the login page', [kratos('secretsCSRFCookie')]),
    born('cipher', 'encrypts what sessions keep', [kratos('secretsCipher', 'sha256sum | trunc 32')]),
    ...(mail
      ? [
          {
            id: 'portal-mail',
            kind: 'given',
            path: mail,
            field: 'uri',
            purpose: 'SMTP server of the portal, with its login',
            deliveries: [kratos('smtpConnectionURI')],
            owner: 'portal',
          } as const,
        ]
      : []),
  ];
}
