import { createHash } from 'node:crypto';
import type { Database, DatabaseUser } from '../../config/model/databases';
import { secretKeys } from '../../config/model/secret-map';
import { images, pulled } from './images';
import { grants } from './mysql';
import type { KubernetesObject, WaitCondition } from './objects';
import { requests, type StorePlace } from './store-objects';

type Engine = Database['engine'];

const variable = (user: DatabaseUser) => `PASSWORD_${user.name.toUpperCase()}`;

interface Client {
  readonly image: string;
  readonly script: (input: {
    readonly host: string;
    readonly port: number;
    readonly databases: readonly Database[];
    readonly nativePassword: boolean;
  }) => string;
}

/** Statements that may run again at any time: they make what is missing and change nothing that is there. */
const clients = {
  mysql: {
    image: images.mysqlClient,
    script: ({ host, port, databases, nativePassword }) => {
      const withPlugin = nativePassword ? 'WITH mysql_native_password ' : '';
      const statements = databases.flatMap((database) => [
        `CREATE DATABASE IF NOT EXISTS \\\`${database.schema}\\\`;`,
        ...database.users.flatMap((user) => [
          `CREATE USER IF NOT EXISTS '${user.name}'@'%' IDENTIFIED ${withPlugin}BY '$${variable(user)}';`,
          `GRANT ${grants[user.access].join(', ')} ON \\\`${database.schema}\\\`.* TO '${user.name}'@'%';`,
        ]),
      ]);
      // The administrator's password goes through the environment, the statements through standard input: nothing shows in the list of processes.
      return `export MYSQL_PWD="$ADMINISTRATOR_PASSWORD"; mysql --host=${host} --port=${port} --user="$ADMINISTRATOR_USERNAME" <<SQL\n${statements.join('\n')}\nSQL\n`;
    },
  },
  mongodb: {
    image: 'mongo:7.0',
    script: ({ host, port, databases }) => {
      const lines = databases.flatMap((database) =>
        database.users.map(
          (user) =>
            `{ const d = db.getSiblingDB('${database.schema}'); if (!d.getUser('${user.name}')) d.createUser({ user: '${user.name}', pwd: process.env.${variable(user)}, roles: [{ role: 'readWrite', db: '${database.schema}' }] }); }`,
        ),
      );
      const login = `db.getSiblingDB('admin').auth(process.env.ADMINISTRATOR_USERNAME, process.env.ADMINISTRATOR_PASSWORD);`;
      return `mongosh --quiet --host ${host} --port ${port} --file /dev/stdin <<'JS'\n${[login, ...lines].join('\n')}\nJS\n`;
    },
  },
} satisfies Record<Engine, Client>;

/**
 * A Job that makes databases and users on a server that exists already, with an administrator whose login an operator has put into Vault.
 * Its name carries a hash of what it does: Kubernetes does not let a Job change.
 */
export function databaseBootstrap(
  place: StorePlace,
  engine: Engine,
  databases: readonly Database[],
  port: number,
  nativePassword: boolean,
): { objects: KubernetesObject[]; waitFor: WaitCondition[] } {
  const { config, namespace } = place;
  const { external, databases: elsewhere } = config.stores[engine];
  const own = databases.filter((database) => database.engine === engine && !elsewhere[database.name]);
  if (!external || own.length === 0) return { objects: [], waitFor: [] };
  const client = clients[engine];
  const script = client.script({ host: external.host, port: external.port ?? port, databases: own, nativePassword });
  const name = `${engine}-bootstrap-${createHash('sha256').update(script).digest('hex').slice(0, 8)}`;
  const fromSecret = (variableName: string, secret: string, key: string) => ({
    name: variableName,
    valueFrom: { secretKeyRef: { name: secret, key } },
  });
  const env = [
    fromSecret('ADMINISTRATOR_USERNAME', `${engine}-administrator`, 'username'),
    fromSecret('ADMINISTRATOR_PASSWORD', `${engine}-administrator`, 'password'),
    ...own.flatMap((database) => database.users.map((user) => fromSecret(variable(user), user.secret, secretKeys[engine]))),
  ];
  const container = {
    name: 'bootstrap',
    image: pulled(config, client.image),
    command: ['/bin/sh', '-euc', script],
    env,
    resources: requests(50, 256),
    securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
  };
  const job: KubernetesObject = {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name, namespace },
    spec: {
      backoffLimit: 10,
      template: { spec: { restartPolicy: 'OnFailure', securityContext: { runAsNonRoot: true, runAsUser: 1001 }, containers: [container] } },
    },
  };
  return { objects: [job], waitFor: [{ namespace, group: 'batch', resource: 'jobs', names: [name], for: 'condition=complete' }] };
}
