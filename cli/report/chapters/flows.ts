import type { FlowRow } from '../flows';
import { fewOf, html, stacked, table } from '../html';
import type { Section } from '../overview';
import type { Report } from '../report';

interface Grouped extends Omit<FlowRow, 'to'> {
  readonly to: readonly string[];
}

/** Connections that differ only in the range they lead to stand there once: a managed store may lie in one of several. */
function alike(flows: readonly FlowRow[]): Grouped[] {
  const groups = new Map<string, Grouped & { to: string[] }>();
  for (const { to, ...flow } of flows) {
    const key = JSON.stringify(flow);
    const group = groups.get(key) ?? { ...flow, to: [] };
    if (!group.to.includes(to)) group.to.push(to);
    groups.set(key, group);
  }
  return [...groups.values()];
}

export function flowsSection({ flows }: Report): Section {
  const ports = {
    title: 'Ports',
    cell: (flow: { readonly ports: readonly number[] }) => (flow.ports.length === 0 ? 'every port' : flow.ports.join(', ')),
  };
  return {
    id: 'flows',
    title: 'Network flows',
    body: [
      html`<p>Every connection that the network policies allow. What is not in these tables is refused; every pod may ask the DNS of the cluster.</p>`,
      table(
        'platform-flows',
        'Flows of the platform and the hub',
        [
          { title: 'From', cell: ({ from }) => from },
          { title: 'To', cell: ({ to }) => stacked(to) },
          ports,
          { title: 'Why', cell: ({ why }) => why },
        ],
        alike(flows.filter((flow) => flow.participants === undefined)),
      ),
      table(
        'own-flows',
        'Flows of payment managers, in the namespace of each',
        [
          { title: 'From', cell: ({ from }) => from },
          { title: 'To', cell: ({ to }) => stacked(to) },
          ports,
          { title: 'Why', cell: ({ why }) => why },
          { title: 'Of', cell: ({ participants = [] }) => `${participants.length}: ${fewOf(participants, 4)}` },
        ],
        alike(flows.filter((flow) => flow.participants !== undefined)),
        'none in this cluster.',
      ),
    ],
  };
}
