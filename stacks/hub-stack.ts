import type { Construct } from 'constructs';
import { routeObjects } from '../constructs/in-cluster/gateway-objects';
import { Scaling } from '../constructs/in-cluster/scaling';
import { hubRelease } from '../constructs/mojaloop/hub-release';
import { prefixOracleReleases } from '../constructs/mojaloop/prefix-oracles';
import { hubRoutes } from '../constructs/mojaloop/routes';
import { scheduledTests } from '../constructs/mojaloop/test-schedule';
import { useVault } from '../constructs/vault/access';
import { type StackContext, WorkbenchStack } from './workbench-stack';

/** The Mojaloop release with everything its toggles bring along, its oracles, scaling, and the routes that lead to it. */
export class HubStack extends WorkbenchStack {
  constructor(scope: Construct, id: string, context: StackContext) {
    super(scope, id, context);
    const { model } = context;
    const { config, hosts } = model;
    this.useOwnCluster();
    const spec = hubRelease(model);
    // Only a release whose charts take a secret as text needs Vault while Terraform runs.
    if (spec.secretValues.length > 0) useVault(this, config);

    const hub = this.release(spec);
    for (const oracle of prefixOracleReleases(model)) this.release(oracle);
    new Scaling(this, 'scaling', {
      namespace: config.hub.namespace,
      release: config.hub.releaseName,
      services: model.services,
    }).node.addDependency(hub.resource);
    this.objects('hub-routes', {
      namespace: config.hub.namespace,
      objects: routeObjects(model, config.hub.namespace, hubRoutes(model)),
      dependsOn: [hub.resource],
    });
    const scheduled = scheduledTests(model);
    if (scheduled.length > 0)
      this.objects('golden-path', { namespace: config.hub.namespace, objects: scheduled, dependsOn: [hub.resource] });
    this.publish({
      release: config.hub.release,
      interop_switch: `https://${hosts.interopSwitch}`,
      ...(model.features.testingToolkit ? { testing_toolkit: `https://${hosts.testingToolkit}` } : {}),
    });
  }
}
