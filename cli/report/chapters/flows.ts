import { fewOf, html, table } from '../html';
import type { Section } from '../overview';
import type { Report } from '../report';

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
          { title: 'To', cell: ({ to }) => to },
          ports,
          { title: 'Why', cell: ({ why }) => why },
        ],
        flows.filter((flow) => flow.participants === undefined),
      ),
      table(
        'own-flows',
        'Flows of payment managers, in the namespace of each',
        [
          { title: 'From', cell: ({ from }) => from },
          { title: 'To', cell: ({ to }) => to },
          ports,
          { title: 'Why', cell: ({ why }) => why },
          { title: 'Of', cell: ({ participants = [] }) => `${participants.length}: ${fewOf(participants, 4)}` },
        ],
        flows.filter((flow) => flow.participants !== undefined),
        'none in this cluster.',
      ),
    ],
  };
}
