import type { EnvironmentModel } from '../environment';
import { nameOf } from './names';
import type { CloudPlan } from './rest-cloud-kinds';
import { storeService } from './store-services';

/** What rests on Azure, by the `az` program. */
export function azureRest({ config }: EnvironmentModel): CloudPlan {
  const at = (group: string, name: string) => [
    '--resource-group',
    nameOf(config, 'resourceGroup', group),
    '--name',
    name,
    ...(config.platform.account ? ['--subscription', config.platform.account] : []),
  ];
  const cluster = at('cluster', nameOf(config, 'cluster'));
  const server = at('managed-stores', nameOf(config, 'database', 'mysql'));
  const flexible = storeService(config, 'mysql') === 'flexible-server';
  return {
    rests: [
      ...(flexible
        ? [
            {
              key: 'mysql',
              title: 'MySQL (flexible server)',
              program: 'az' as const,
              state: ['mysql', 'flexible-server', 'show', ...server, '--query', 'state', '--output', 'tsv'],
              resting: ['Stopped'],
              running: ['Ready'],
              stop: ['mysql', 'flexible-server', 'stop', ...server, '--no-wait'],
              start: ['mysql', 'flexible-server', 'start', ...server, '--no-wait'],
              note: 'storage goes on costing; Azure starts it by itself after 30 days at the latest',
            },
          ]
        : []),
      {
        key: 'cluster',
        title: 'AKS with all its nodes',
        program: 'az' as const,
        holdsCluster: true as const,
        state: ['aks', 'show', ...cluster, '--query', "join('/',[provisioningState,powerState.code])", '--output', 'tsv'],
        // While it stops, it says that it runs, and that something is under way.
        resting: ['Succeeded/Stopped'],
        running: ['Succeeded/Running'],
        stop: ['aks', 'stop', ...cluster, '--no-wait'],
        start: ['aks', 'start', ...cluster, '--no-wait'],
        note: 'disks go on costing; nothing in it can be planned or deployed until it is started; leave 15 to 30 minutes between stop and start (Azure, stop and start an AKS cluster)',
      },
    ],
    stays: [
      { title: 'NAT gateway, balancer and addresses', why: 'Azure has no stop for them' },
      ...(storeService(config, 'kafka') === 'event-hubs'
        ? [{ title: 'Kafka (Event Hubs)', why: 'Azure has no stop for it; Kafka in the cluster has' }]
        : []),
    ],
  };
}
