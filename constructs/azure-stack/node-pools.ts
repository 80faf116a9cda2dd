import { ResourceGroupTemplateDeployment } from '@cdktf/provider-azurerm/lib/resource-group-template-deployment';
import { nameOf } from '../../config/model/names';
import { nodePools as plan } from '../../config/model/node-pools';
import { tagsOf } from '../../config/model/tags';
import type { Capabilities, NodePools } from '../contracts';
import { parametersOf, poolTemplate } from './provisioned-cluster';
import { agentPool, settingsOf } from './settings';

/** Every pool but the first, which the cluster is made with. Another machine type makes a new pool; numbers of nodes change in place. */
export const nodePools: Capabilities['nodePools'] = (scope, model, { place, cluster }): NodePools => {
  const { config } = model;
  const pools = plan(config, model.services);
  for (const pool of pools.slice(1)) {
    const { name, ...properties } = agentPool(pool);
    new ResourceGroupTemplateDeployment(scope, pool.role, {
      name: `${nameOf(config, 'cluster')}-${name}`,
      resourceGroupName: place.group,
      deploymentMode: 'Incremental',
      templateContent: poolTemplate(),
      parametersContent: parametersOf({ cluster: cluster.name, customLocation: settingsOf(config).customLocation, name, pool: properties }),
      tags: tagsOf(config),
      timeouts: { create: '1h', update: '1h', delete: '1h' },
    });
  }
  return { names: Object.fromEntries(pools.map(({ role }) => [role, role])) };
};
