import { cores, gibibytes } from '../figures';
import { code, html, stacked, table } from '../html';
import type { Section } from '../overview';
import type { Report } from '../report';

export function sizingSection({ sizing }: Report): Section {
  const { parts, total, quota, namespaces, pools, services, hubAtMost } = sizing;
  const share = (has: number, of: number | undefined, text: (n: number) => string) =>
    of === undefined
      ? 'no quota given'
      : stacked([
          `${text(of)}, ${Math.round((100 * has) / of)} % asked for`,
          html`<span class="bar"><span style="width:${Math.min(100, Math.round((100 * has) / of))}%"></span></span>`,
        ]);
  const amount = ({ cpu, memory }: { readonly cpu: number; readonly memory: number }) => stacked([cores(cpu), gibibytes(memory)]);
  const amounts = [
    { title: 'CPU', number: true, cell: ({ cpu }: { readonly cpu: number }) => cores(cpu) },
    { title: 'Memory', number: true, cell: ({ memory }: { readonly memory: number }) => gibibytes(memory) },
  ] as const;
  return {
    id: 'sizing',
    title: 'Sizing',
    body: [
      html`<p>Size <strong>${sizing.size}</strong> is made for ${sizing.transfersPerSecond} transfers a second with ${sizing.partitions} partition${sizing.partitions === 1 ? '' : 's'} a topic: a starting point, to be measured. With every service at its largest number of pods the hub asks for ${cores(hubAtMost.cpu)} and ${gibibytes(hubAtMost.memory)}.</p>`,
      table(
        'demand',
        'What the environment asks of its cluster',
        [{ title: 'Part', cell: ({ part }) => part }, { title: 'What', cell: ({ what }) => what }, ...amounts],
        [...parts, { part: 'total', what: 'before autoscaling', ...total }],
      ),
      table(
        'pools',
        'Nodes that are made for it',
        [
          { title: 'Pool', short: true, cell: ({ pool, tainted }) => (tainted ? stacked([pool, 'keeps others away']) : pool) },
          { title: 'Machine', cell: ({ machine, spot, diskGi }) => stacked([code(machine), `disk ${diskGi} GiB${spot ? ', spot' : ''}`]) },
          { title: 'Nodes', number: true, cell: ({ min, max }) => (min === max ? min : `${min} to ${max}`) },
          { title: 'One gives', number: true, cell: ({ node }) => (node ? amount(node) : 'unknown') },
          { title: 'Its pods ask for', number: true, cell: ({ asks }) => amount(asks) },
        ],
        pools,
        'none: nodes belong to whoever runs the cluster.',
      ),
      ...(pools.length > 0 && quota.cpu === undefined && quota.memory === undefined
        ? []
        : [
            table(
              'quota',
              'Against what the cluster gives',
              [
                { title: 'Resource', cell: ({ name }) => name },
                { title: 'Asked for', cell: ({ asked }) => asked },
                { title: 'Quota', cell: ({ given }) => given },
              ],
              [
                { name: 'CPU', asked: cores(total.cpu), given: share(total.cpu, quota.cpu, cores) },
                { name: 'Memory', asked: gibibytes(total.memory), given: share(total.memory, quota.memory, gibibytes) },
              ],
            ),
          ]),
      table(
        'quotas',
        'Most a namespace may request',
        [{ title: 'Namespace', short: true, cell: ({ namespace }) => code(namespace) }, ...amounts],
        namespaces,
        'no limit, because cluster.quota is not set.',
      ),
      table(
        'services',
        'Services of the hub; CPU and memory are those of one pod',
        [
          { title: 'Service', short: true, cell: ({ name }) => code(name) },
          { title: 'Kind', short: true, cell: ({ kind }) => kind },
          {
            title: 'Pods',
            number: true,
            cell: ({ replicas, maxReplicas }) => (replicas === maxReplicas ? replicas : `${replicas} to ${maxReplicas}`),
          },
          { title: 'CPU', number: true, cell: ({ cpu }) => `${cpu} m` },
          { title: 'Memory', number: true, cell: ({ memory }) => `${memory} MiB` },
        ],
        services,
      ),
    ],
  };
}
