import type { EnvironmentModel } from '../../config/environment';
import type { Database, DatabaseUser } from '../../config/model/databases';
import { ports } from '../../config/model/endpoints';
import { systemSecrets } from '../../config/model/secret-map';
import { isManaged } from '../../config/model/store-services';
import { catalogue } from '../../config/releases/catalogue';
import { mysqlCommand } from './database-bootstrap';
import { images, pulled } from './images';
import { requests } from './store-objects';

/** Key of the Secret with the new password, before anybody else reads it. */
export const nextPasswordKey = 'password';

/** Holds the new password in the Jobs. */
const variable = 'NEW_PASSWORD';

export type LoginChange = 'accept-both' | 'change' | 'forget-old';

interface Target {
  readonly model: EnvironmentModel;
  readonly database: Database;
  readonly user: DatabaseUser;
}

/** Where a server is, as the Jobs that prepare it know it: the host of one that the cloud runs comes from that Job. */
function serverOf({ model: { config }, database: { engine } }: Target) {
  const { external } = config.stores[engine];
  const managed = isManaged(config, engine);
  if (external) return { host: external.host, port: external.port ?? ports[engine], managed };
  return { host: managed ? '"$STORE_HOST"' : 'mysql-haproxy', port: ports[engine], managed };
}

const mysql =
  (statement: (user: string, plugin: string) => string, proof: boolean) =>
  (target: Target): string => {
    const { host, port, managed } = serverOf(target);
    const client = mysqlCommand(host, port, managed);
    const { name } = target.user;
    // Without its name the server would take its own default, and with another plug-in no second password is kept.
    const plugin = catalogue[target.model.config.hub.release].limits.mysqlNativePassword ? 'WITH mysql_native_password ' : '';
    const works = `MYSQL_PWD="$${variable}" ${client} --user=${name} --execute='SELECT 1' >/dev/null`;
    const change = `MYSQL_PWD="$ADMINISTRATOR_PASSWORD" ${client} --user="$ADMINISTRATOR_USERNAME" <<SQL\n${statement(name, plugin)}\nSQL\n`;
    // Said twice, the new password would take the place of the old one too.
    return proof ? `if ${works} 2>&1; then exit 0; fi\n${change}${works}\n` : change;
  };

const mongodb = (target: Target): string => {
  const { host, port, managed } = serverOf(target);
  const { user, database } = target;
  const place = `db.getSiblingDB('${managed ? 'admin' : database.schema}')`;
  const lines = [
    "db.getSiblingDB('admin').auth(process.env.ADMINISTRATOR_USERNAME, process.env.ADMINISTRATOR_PASSWORD);",
    `${place}.changeUserPassword('${user.name}', process.env.${variable});`,
    `if (!${place}.auth('${user.name}', process.env.${variable}).ok) quit(1);`,
  ];
  return `mongosh --quiet --host ${host} --port ${port} --file /dev/stdin <<'JS'\n${lines.join('\n')}\nJS\n`;
};

/**
 * Shell texts that change the login of one user at its server. Each may run again at any time. MySQL takes two passwords for an account since 8.0.14; an
 * operator that sets the first one again leaves the second (reference manual, ALTER USER: without RETAIN CURRENT PASSWORD it "remains unchanged").
 */
export const loginChanges: Readonly<Record<LoginChange, (target: Target) => string>> = {
  'accept-both': mysql((user, plugin) => `ALTER USER '${user}'@'%' IDENTIFIED ${plugin}BY '$${variable}' RETAIN CURRENT PASSWORD;`, true),
  'forget-old': mysql((user) => `ALTER USER '${user}'@'%' DISCARD OLD PASSWORD;`, false),
  change: mongodb,
};

const fromSecret = (name: string, secret: string, key: string) => ({ name, valueFrom: { secretKeyRef: { name: secret, key } } });

export const nextPassword = (secret: string, key: string = nextPasswordKey) => fromSecret(variable, secret, key);

/** A pod that changes a login at the MySQL of the cluster, as its root. */
export function mysqlRootPod({ config }: EnvironmentModel): object {
  return {
    restartPolicy: 'OnFailure',
    securityContext: { runAsNonRoot: true, runAsUser: 1001, seccompProfile: { type: 'RuntimeDefault' } },
    containers: [
      {
        name: 'login',
        image: pulled(config, images.mysqlClient),
        env: [{ name: 'ADMINISTRATOR_USERNAME', value: 'root' }, fromSecret('ADMINISTRATOR_PASSWORD', systemSecrets.mysql, 'root')],
        resources: requests(50, 256),
        securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
      },
    ],
  };
}
