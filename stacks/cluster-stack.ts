import type { Construct } from 'constructs';
import { isOffered } from '../constructs/contracts';
import { nothing, publish } from '../constructs/hand-on';
import { type StackContext, WorkbenchStack } from './workbench-stack';

/** A Kubernetes cluster of the cloud with its node pools, and what pods may do at the cloud. */
export class ClusterStack extends WorkbenchStack {
  constructor(scope: Construct, id: string, context: StackContext) {
    super(scope, id, context);
    const { kit, model } = context;
    kit.useCloud?.(this, model.config);
    const foundation = { ...this.readFoundation(), place: kit.place(this.part('place'), model, id) };
    const { cluster: makeCluster, nodePools, workloadIdentity } = kit.capabilities;
    const cluster = isOffered(makeCluster) ? makeCluster(this.part('cluster'), model, foundation) : nothing('cluster');
    publish(this, 'cluster', cluster);
    if (isOffered(nodePools)) publish(this, 'nodePools', nodePools(this.part('nodePools'), model, { ...foundation, cluster }));
    if (isOffered(workloadIdentity))
      publish(this, 'workloadIdentity', workloadIdentity(this.part('workloadIdentity'), model, { ...foundation, cluster }));
  }
}
