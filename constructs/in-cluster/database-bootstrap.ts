import { createHash } from 'node:crypto';
import { Fn } from 'cdktf';
import type { Database, DatabaseUser } from '../../config/model/databases';
import { mysqlExporter } from '../../config/model/exporters';
import { bootstrapName } from '../../config/model/managed-flows';
import { runsMonitoring } from '../../config/model/monitoring';
import { secretKeys } from '../../config/model/secret-map';
import { insistsOnTls, mysqlCertificates, mysqlTrust } from '../../config/model/store-trust';
import type { ManagedStore } from '../contracts';
import { images, pulled } from './images';
import { grants } from './mysql';
import type { KubernetesObject, WaitCondition } from './objects';
import type { Values } from './release-spec';
import { requests, type StorePlace } from './store-objects';

type Engine = Database['engine'];

const variable = (user: DatabaseUser) => `PASSWORD_${user.name.toUpperCase()}`;

/** Variable with the password of the account that watches. */
const watcher = 'PASSWORD_EXPORTER';

/** Where the root certificates of a managed server are mounted. */
const trustFolder = '/mysql-ca';

/** The command that speaks to a MySQL server. An administrator's password goes to nobody but the server of that name, where the cloud runs it. */
export const mysqlCommand = (host: string, port: number, managed: boolean): string =>
  `mysql --host=${host} --port=${port}${managed ? ` --ssl-mode=VERIFY_IDENTITY --ssl-ca=${trustFolder}/${mysqlTrust.key}` : ''}`;

interface Client {
  readonly image: string;
  readonly script: (input: {
    readonly host: string;
    readonly port: number;
    readonly databases: readonly Database[];
    readonly nativePassword: boolean;
    /** Run by a cloud: it has a certificate, and users of its own kind. */
    readonly managed: boolean;
    /** Whether users of a database must log in by TLS. */
    readonly insists: (database: string) => boolean;
    /** Whether something asks the server how it is, by an account of its own. */
    readonly watched: 'tls' | 'clear' | undefined;
  }) => string;
}

/** Statements that may run again at any time: they make what is missing and change nothing that is there. */
const clients = {
  mysql: {
    image: images.mysqlClient,
    // A managed server's administrator is no SUPER: all that is asked for is to make databases and users and to give rights in those databases.
    script: ({ host, port, databases, nativePassword, managed, insists, watched }) => {
      const withPlugin = nativePassword ? 'WITH mysql_native_password ' : '';
      const statements = databases.flatMap((database) => [
        `CREATE DATABASE IF NOT EXISTS \\\`${database.schema}\\\`;`,
        ...database.users.flatMap((user) => [
          `CREATE USER IF NOT EXISTS '${user.name}'@'%' IDENTIFIED ${withPlugin}BY '$${variable(user)}'${insists(database.name) ? ' REQUIRE SSL' : ''};`,
          `GRANT ${grants[user.access].join(', ')} ON \\\`${database.schema}\\\`.* TO '${user.name}'@'%';`,
        ]),
      ]);
      if (watched)
        statements.push(
          `CREATE USER IF NOT EXISTS '${mysqlExporter.user}'@'%' IDENTIFIED BY '$${watcher}'${watched === 'tls' ? ' REQUIRE SSL' : ''} WITH MAX_USER_CONNECTIONS ${mysqlExporter.connections};`,
          `GRANT PROCESS, REPLICATION CLIENT ON *.* TO '${mysqlExporter.user}'@'%';`,
          `GRANT SELECT ON performance_schema.* TO '${mysqlExporter.user}'@'%';`,
        );
      // The administrator's password goes through the environment, the statements through standard input: nothing shows in the list of processes.
      return `export MYSQL_PWD="$ADMINISTRATOR_PASSWORD"; ${mysqlCommand(host, port, managed)} --user="$ADMINISTRATOR_USERNAME" <<SQL\n${statements.join('\n')}\nSQL\n`;
    },
  },
  mongodb: {
    image: 'mongo:7.0',
    // DocumentDB keeps every user in its database admin. Its line carries no TLS, as the charts speak none to it.
    script: ({ host, port, databases, managed }) => {
      const lines = databases.flatMap((database) =>
        database.users.map(
          (user) =>
            `{ const d = db.getSiblingDB('${managed ? 'admin' : database.schema}'); if (!d.getUser('${user.name}')) d.createUser({ user: '${user.name}', pwd: process.env.${variable(user)}, roles: [{ role: 'readWrite', db: '${database.schema}' }] }); }`,
        ),
      );
      const login = `db.getSiblingDB('admin').auth(process.env.ADMINISTRATOR_USERNAME, process.env.ADMINISTRATOR_PASSWORD);`;
      return `mongosh --quiet --host ${host} --port ${port} --file /dev/stdin <<'JS'\n${[login, ...lines].join('\n')}\nJS\n`;
    },
  },
} satisfies Record<Engine, Client>;

/**
 * A Job that makes databases and users on a server outside of the cluster, with an administrator whose login is in Vault: an operator has put it there,
 * or for a managed server the stack. Its name carries a hash of what it does, since Kubernetes does not let a Job change, and of the managed server,
 * which only Terraform knows. The host alone does not tell a server from the one that was there before it: RDS gives the same name again.
 */
export function databaseBootstrap(
  place: StorePlace,
  engine: Engine,
  databases: readonly Database[],
  port: number,
  nativePassword: boolean,
  managed?: ManagedStore,
): { objects: KubernetesObject[]; waitFor: WaitCondition[] } {
  const { config, namespace } = place;
  const { external, databases: elsewhere } = config.stores[engine];
  const own = databases.filter((database) => database.engine === engine && !elsewhere[database.name]);
  if ((!external && !managed) || own.length === 0) return { objects: [], waitFor: [] };
  const client = clients[engine];
  // The exporter speaks TLS wherever it knows the roots, whatever the release of the hub.
  const asked = managed !== undefined && engine === 'mysql' && runsMonitoring(config);
  const watched = asked ? (mysqlCertificates(config) ? 'tls' : 'clear') : undefined;
  const script = client.script({
    host: external?.host ?? '"$STORE_HOST"',
    port: external?.port ?? port,
    databases: own,
    nativePassword,
    managed: managed !== undefined,
    insists: (database) => managed !== undefined && insistsOnTls(config, database),
    watched,
  });
  const digest = createHash('sha256').update(script).digest('hex').slice(0, 8);
  const name = [
    bootstrapName(engine),
    digest,
    ...(managed ? [Fn.substr(Fn.sha256(Fn.join('/', [managed.host, managed.adminSecret])), 0, 6)] : []),
  ].join('-');
  const fromSecret = (variableName: string, secret: string, key: string) => ({
    name: variableName,
    valueFrom: { secretKeyRef: { name: secret, key } },
  });
  const env = [
    fromSecret('ADMINISTRATOR_USERNAME', `${engine}-administrator`, 'username'),
    fromSecret('ADMINISTRATOR_PASSWORD', `${engine}-administrator`, 'password'),
    ...own.flatMap((database) => database.users.map((user) => fromSecret(variable(user), user.secret, secretKeys[engine]))),
    ...(watched ? [fromSecret(watcher, mysqlExporter.secret, secretKeys.mysql)] : []),
    ...(managed ? [{ name: 'STORE_HOST', value: managed.host }] : []),
  ];
  const trust = managed && engine === 'mysql' ? [{ name: 'trust', mountPath: trustFolder, readOnly: true }] : [];
  const container = {
    name: 'bootstrap',
    image: pulled(config, client.image),
    command: ['/bin/sh', '-euc', script],
    env,
    resources: requests(50, 256),
    securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
    ...(trust.length > 0 ? { volumeMounts: trust } : {}),
  };
  // Network policies know the pod by this name: only it is let out to a managed server.
  const podMetadata: Values = managed ? { metadata: { labels: { 'app.kubernetes.io/name': bootstrapName(engine) } } } : {};
  const job: KubernetesObject = {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name, namespace },
    spec: {
      backoffLimit: 10,
      template: {
        ...podMetadata,
        spec: {
          restartPolicy: 'OnFailure',
          securityContext: { runAsNonRoot: true, runAsUser: 1001, seccompProfile: { type: 'RuntimeDefault' } },
          containers: [container],
          ...(trust.length > 0 ? { volumes: [{ name: 'trust', secret: { secretName: mysqlTrust.name } }] } : {}),
        },
      },
    },
  };
  return { objects: [job], waitFor: [{ namespace, group: 'batch', resource: 'jobs', names: [name], for: 'condition=complete' }] };
}
