import type { EnvironmentModel } from '../../environment';
import { nameOf } from '../names';
import { type ManagedService, storeService } from '../store-services';
import { backupName, storesOutside } from './outside';
import type { BackedUp } from './scripts';

/** One backup that can be made now. */
export type BackupStep =
  /** A Job made from the CronJob of that name: dump, encryption, its way outside. */
  | {
      readonly by: 'job';
      readonly key: string;
      readonly title: string;
      readonly store: BackedUp;
      readonly namespace: string;
      readonly cronJob: string;
    }
  /** A snapshot by the cloud's own program, in the account of the environment. Arguments hold no secret: the program has a login of its own. */
  | {
      readonly by: 'cloud';
      readonly key: string;
      readonly title: string;
      readonly program: 'aws' | 'az';
      readonly args: readonly string[];
    };

/** Something of which no backup is made, and why that is no loss. */
export interface NotBackedUp {
  readonly title: string;
  readonly why: string;
}

export interface BackupPlan {
  readonly steps: readonly BackupStep[];
  readonly none: readonly NotBackedUp[];
}

const titles: Readonly<Record<BackedUp, string>> = {
  mysql: 'MySQL: the ledger, account lookup, settlement and the rest of its databases',
  mongodb: 'MongoDB: bulk transfers and reports of tests',
  kafka: 'Kafka: settings of topics and how far each group has read',
  vault: 'Vault: every password, key and certificate of the environment',
};

/** Snapshots that a cloud makes at once. Cosmos DB and Flexible Server keep every second by themselves; a snapshot on demand is one more point that stays. */
function cloudSteps(model: EnvironmentModel, id: string): BackupStep[] {
  const { config } = model;
  const { region = '', endpoint, account } = config.platform;
  const aws = (...args: string[]) => [...(endpoint ? ['--endpoint-url', endpoint] : []), '--region', region, ...args];
  const step = (key: string, title: string, program: 'aws' | 'az', args: readonly string[]): BackupStep => ({
    by: 'cloud',
    key,
    title,
    program,
    args,
  });
  const mysql = nameOf(config, 'database', 'mysql');
  const documents = nameOf(config, 'database', 'documents');
  const group = ['--resource-group', nameOf(config, 'resourceGroup', 'managed-stores'), ...(account ? ['--subscription', account] : [])];
  const rows: Readonly<Partial<Record<ManagedService, () => BackupStep>>> = {
    rds: () =>
      step(
        'rds',
        'MySQL (RDS): a snapshot',
        'aws',
        aws('rds', 'create-db-snapshot', '--db-instance-identifier', mysql, '--db-snapshot-identifier', `${mysql}-${id}`),
      ),
    aurora: () =>
      step(
        'aurora',
        'MySQL (Aurora): a snapshot',
        'aws',
        aws('rds', 'create-db-cluster-snapshot', '--db-cluster-identifier', mysql, '--db-cluster-snapshot-identifier', `${mysql}-${id}`),
      ),
    documentdb: () =>
      step(
        'documentdb',
        'MongoDB (DocumentDB): a snapshot',
        'aws',
        aws(
          'docdb',
          'create-db-cluster-snapshot',
          '--db-cluster-identifier',
          documents,
          '--db-cluster-snapshot-identifier',
          `${documents}-${id}`,
        ),
      ),
    'flexible-server': () =>
      step('flexible-server', 'MySQL (flexible server): a backup on demand', 'az', [
        'mysql',
        'flexible-server',
        'backup',
        'create',
        ...group,
        '--name',
        mysql,
        '--backup-name',
        id,
      ]),
  };
  return (['mysql', 'mongodb'] as const).flatMap((kind) => rows[storeService(config, kind) as ManagedService]?.() ?? []);
}

function notBackedUp({ config }: EnvironmentModel): NotBackedUp[] {
  const kafka = storeService(config, 'kafka');
  return [
    {
      title: 'Messages in Kafka',
      why: 'what was under way is lost: transfers that were prepared and not fulfilled end by their own time limit, and a payer asks for their state',
    },
    { title: 'Redis', why: 'it holds caches and what test simulators remember: both are made anew' },
    ...(kafka === 'operator' || kafka === 'external'
      ? []
      : [{ title: 'Kafka of the cloud', why: 'its topics are in the workbench file, its messages are not copied' }]),
    ...(storeService(config, 'mongodb') === 'cosmos-db'
      ? [{ title: 'MongoDB (Cosmos DB)', why: 'it keeps backups by itself; restoring one is a request to Azure' }]
      : []),
    ...(config.secrets.vault.address ? [{ title: 'Vault', why: 'it is not of this environment: whoever runs it backs it up' }] : []),
    ...(['mysql', 'mongodb'] as const).flatMap((kind) =>
      Object.keys(config.stores[kind].databases).map((name) => ({
        title: `database ${name}`,
        why: 'it lives elsewhere: whoever runs it backs it up',
      })),
    ),
  ];
}

/**
 * The steps of a backup of an environment that is made now, in their order, and what is left out. `id` names snapshots of a cloud: lower case letters,
 * digits and dashes, beginning with a letter.
 */
export function backupPlan(model: EnvironmentModel, id: string): BackupPlan {
  const { stores, secrets } = model.config;
  const jobs = storesOutside(model.config).map(
    (store): BackupStep => ({
      by: 'job',
      key: store,
      title: titles[store],
      store,
      namespace: store === 'vault' ? secrets.vault.namespace : stores.namespace,
      cronJob: backupName(store),
    }),
  );
  return { steps: [...jobs, ...cloudSteps(model, id)], none: notBackedUp(model) };
}
