import type { Construct } from 'constructs';
import { isOffered } from '../constructs/contracts';
import { publish } from '../constructs/hand-on';
import { hubRoutes } from '../constructs/mojaloop/routes';
import { type StackContext, WorkbenchStack } from './workbench-stack';

/** What a cloud puts before the gateway in the cluster, where the file chose it. The gateway decides about every request all the same. */
export class FrontStack extends WorkbenchStack {
  constructor(scope: Construct, id: string, context: StackContext) {
    super(scope, id, context);
    const { kit, model } = context;
    kit.useCloud?.(this, model.config);
    this.useOwnCluster();
    const { apiGateway } = kit.capabilities;
    if (!isOffered(apiGateway)) return;
    const needs = {
      ...this.readFoundation(),
      place: kit.place(this.part('place'), model, id),
      routes: hubRoutes(model),
    };
    const { objects, ...front } = apiGateway(this.part('apiGateway'), model, needs);
    this.objects('front', { namespace: model.config.gateway.namespace, objects });
    publish(this, 'apiGateway', front);
  }
}
