import type { EnvironmentModel } from '../../environment';
import { namespaceIn } from '../alerts/rule';
import { line, type Page, window } from './panel';

/** What is paid for: what pods ask for, what they use of it, and volumes. Prices are in `workbench cost`. */
export const cost = ({ namespaces }: EnvironmentModel): Page => {
  const own = namespaceIn(namespaces.map(({ name }) => name));
  const asked = (resource: string) => `sum by (namespace) (kube_pod_container_resource_requests{resource="${resource}",${own}})`;
  return {
    name: 'cost',
    title: 'Cost',
    panels: [
      {
        title: 'Processors asked for',
        kind: 'timeseries',
        unit: 'cores',
        queries: [line(asked('cpu'), '{{namespace}}')],
        description: 'Nodes are bought for what pods ask for, not for what they use. Prices: `workbench cost`.',
      },
      {
        title: 'Part of them that is used',
        kind: 'timeseries',
        unit: 'percentunit',
        queries: [
          line(
            `sum by (namespace) (rate(container_cpu_usage_seconds_total{container!="",${own}}[${window}])) / ${asked('cpu')}`,
            '{{namespace}}',
          ),
        ],
        description: 'Well below 30 % over weeks: a smaller size, or smaller requests (`hub.services`).',
      },
      {
        title: 'Memory asked for',
        kind: 'timeseries',
        unit: 'bytes',
        queries: [line(asked('memory'), '{{namespace}}')],
        description: 'As above.',
      },
      {
        title: 'Part of it that is used',
        kind: 'timeseries',
        unit: 'percentunit',
        queries: [
          line(`sum by (namespace) (container_memory_working_set_bytes{container!="",${own}}) / ${asked('memory')}`, '{{namespace}}'),
        ],
        description: 'Stores use what they get: for them a high number is as it should be.',
      },
      {
        title: 'Volumes',
        kind: 'timeseries',
        unit: 'bytes',
        queries: [line(`sum by (namespace) (kube_persistentvolumeclaim_resource_requests_storage_bytes{${own}})`, '{{namespace}}')],
        description: 'Paid for by their size, however full they are.',
      },
      {
        title: 'Processors of all nodes',
        kind: 'timeseries',
        unit: 'cores',
        queries: [
          line('sum(kube_node_status_capacity{resource="cpu"})', 'there'),
          line('sum(kube_pod_container_resource_requests{resource="cpu"})', 'asked for'),
        ],
        description: 'What is there and nobody asks for is paid for too.',
      },
    ],
  };
};
