import type { Construct } from 'constructs';
import { gatewayObjects, gatewayReady } from '../constructs/in-cluster/gateway-objects';
import { addIdentity } from './edge-identity';
import { type StackContext, WorkbenchStack } from './workbench-stack';

/** The way in: the gateway with its certificate, and what a request must bring along to pass it. */
export class EdgeStack extends WorkbenchStack {
  constructor(scope: Construct, id: string, context: StackContext) {
    super(scope, id, context);
    const { model } = context;
    const { config, hosts } = model;
    this.useOwnCluster();
    // Nothing comes in before the gateway has its certificate.
    this.objects('gateway', {
      namespace: config.gateway.namespace,
      objects: gatewayObjects(model, this.additions().gatewayService),
      waitFor: [gatewayReady(model)],
    });
    addIdentity(this, model, { objects: this.objects.bind(this), release: this.release.bind(this) });
    this.publish({ interop_switch: `https://${hosts.interopSwitch}` });
  }
}
