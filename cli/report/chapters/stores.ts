import { duration } from '../figures';
import { code, html, stacked, table } from '../html';
import type { Section } from '../overview';
import type { Report } from '../report';

export function storesSection({ managedStores, databases, logicalServices, topics }: Report): Section {
  return {
    id: 'stores',
    title: 'Databases, topics and caches',
    body: [
      table(
        'managed',
        'Stores that the cloud runs',
        [
          { title: 'Store', short: true, cell: ({ title }) => title },
          { title: 'Service', cell: ({ service, machine }) => stacked([service, code(machine)]) },
          { title: 'May lie in', short: true, cell: ({ ranges, port }) => stacked(ranges.map((range) => code(`${range}:${port}`))) },
          { title: 'Login', cell: ({ login }) => login },
          { title: 'Kept', cell: ({ kept }) => kept },
        ],
        managedStores,
        'none; operators in the cluster run them, or they are elsewhere.',
      ),
      table(
        'databases',
        'Databases, their users and what those may do',
        [
          { title: 'Database', short: true, cell: ({ name }) => code(name) },
          { title: 'Schema', cell: ({ engine, schema }) => stacked([code(schema), engine]) },
          { title: 'For', cell: ({ why }) => why },
          {
            title: 'Users and grants',
            cell: ({ users }) => stacked(users.map((user) => html`${code(user.name)}: ${user.grants}; used by ${user.usedBy.join(', ')}`)),
          },
          {
            title: 'Lives',
            short: true,
            cell: ({ managed, external, target }) => (managed ? target : external ? `elsewhere: ${target}` : 'in the cluster'),
          },
        ],
        databases,
      ),
      table(
        'logical',
        'Logical names: what applications are given, and what is behind it',
        [
          { title: 'Name', short: true, cell: ({ name }) => code(name) },
          { title: 'Address', cell: ({ host, port }) => code(`${host}:${port}`) },
          { title: 'Behind it', cell: ({ target }) => code(target) },
          { title: 'For', cell: ({ why }) => why },
        ],
        logicalServices,
      ),
      table(
        'topics',
        'Kafka topics',
        [
          { title: 'Topic', short: true, cell: ({ name }) => code(name) },
          { title: 'Partitions', number: true, cell: ({ partitions }) => partitions },
          { title: 'Replicas', number: true, cell: ({ replicas }) => replicas },
          { title: 'Kept for', number: true, cell: ({ retentionMs }) => duration(retentionMs) },
        ],
        topics,
      ),
    ],
  };
}
