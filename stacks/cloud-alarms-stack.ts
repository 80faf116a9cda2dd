import type { Construct } from 'constructs';
import { isOffered } from '../constructs/contracts';
import { type StackContext, WorkbenchStack } from './workbench-stack';

/**
 * Alarms of the cloud about what it runs for the hub, and who gets its mails. It is told of things by their names, so it is a stack of its own: a store is
 * never planned because a threshold changed. Without it nothing stops; what is in the cluster watches the cluster.
 */
export class CloudAlarmsStack extends WorkbenchStack {
  constructor(scope: Construct, id: string, context: StackContext) {
    super(scope, id, context);
    const { kit, model } = context;
    kit.useCloud?.(this, model.config);
    const { alarms } = kit.capabilities;
    if (!isOffered(alarms)) return;
    alarms(this.part('alarms'), model, {
      ...this.readFoundation(),
      place: kit.place(this.part('place'), model, id),
      cluster: this.read('cluster', 'cluster'),
    });
  }
}
