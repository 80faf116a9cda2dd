import type { EnvironmentModel } from '../../config/environment';
import type { Database, DatabaseUser } from '../../config/model/databases';
import type { LogicalService } from '../../config/model/endpoints';
import type { Topic } from '../../config/model/topics';
import { grants as mysqlGrants } from '../../constructs/in-cluster/mysql';

/** A database with where it lives and who may do what in it. */
export interface DatabaseRow {
  readonly name: string;
  readonly engine: Database['engine'];
  readonly schema: string;
  readonly why: string;
  /** Logical address that applications use. */
  readonly address: string;
  /** What is behind it. */
  readonly target: string;
  readonly external: boolean;
  /** The cloud runs it. */
  readonly managed: boolean;
  readonly users: readonly {
    readonly name: string;
    readonly grants: string;
    readonly usedBy: readonly string[];
    /** Id of its password in the secret map. */
    readonly secret: string;
  }[];
}

const words = {
  owner: 'everything in its schema, migrations too',
  writer: 'reads and writes rows, makes no tables',
  extender: 'reads and writes rows, adds tables',
  reader: 'reads, and changes nothing',
} as const satisfies Record<DatabaseUser['access'], string>;

/** What a user may do, in words and in those of the server. MongoDB knows one role for all of it. */
function grantsOf(engine: Database['engine'], access: DatabaseUser['access']): string {
  const rights = { mysql: mysqlGrants[access].join(', '), mongodb: 'readWrite' } as const satisfies Record<Database['engine'], string>;
  return `${words[access]} (${rights[engine]})`;
}

export function databaseRows({ databases, logicalServices }: EnvironmentModel): DatabaseRow[] {
  return databases.map(({ name, engine, schema, why, users }) => {
    const service = logicalServices.find((candidate) => candidate.name === name);
    return {
      name,
      engine,
      schema,
      why,
      address: service ? `${service.host}:${service.port}` : '',
      target: service?.target ?? '',
      external: service?.external ?? false,
      managed: service?.managed !== undefined,
      users: users.map((user) => ({
        name: user.name,
        grants: grantsOf(engine, user.access),
        usedBy: user.usedBy,
        secret: user.secret,
      })),
    };
  });
}

export type ServiceRow = Pick<LogicalService, 'name' | 'host' | 'port' | 'target' | 'external' | 'why'>;

export function logicalServiceRows({ logicalServices }: EnvironmentModel): ServiceRow[] {
  return logicalServices.map(({ name, host, port, target, external, why }) => ({ name, host, port, target, external, why }));
}

export type TopicRow = Pick<Topic, 'name' | 'partitions' | 'replicas' | 'retentionMs'>;

export function topicRows({ topics }: EnvironmentModel): TopicRow[] {
  return topics.map(({ name, partitions, replicas, retentionMs }) => ({ name, partitions, replicas, retentionMs }));
}
