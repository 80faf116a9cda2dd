import type { Construct } from 'constructs';
import { isManaged } from '../config/model/store-services';
import { isOffered } from '../constructs/contracts';
import { publish } from '../constructs/hand-on';
import { type StackContext, WorkbenchStack } from './workbench-stack';

/** Stores that the cloud runs, where they were chosen. Each costs money by the hour, and each loss needs its own consent. */
export class ManagedStoresStack extends WorkbenchStack {
  constructor(scope: Construct, id: string, context: StackContext) {
    super(scope, id, context);
    const { kit, model } = context;
    const { config } = model;
    kit.useCloud?.(this, config);
    const foundation = { ...this.readFoundation(), place: kit.place(this.part('place'), model, id) };
    const { mysql, documentStore, cache, kafka } = kit.capabilities;
    if (isManaged(config, 'mysql') && isOffered(mysql)) publish(this, 'mysql', mysql(this.part('mysql'), model, foundation));
    if (isManaged(config, 'mongodb') && isOffered(documentStore))
      publish(this, 'documentStore', documentStore(this.part('documentStore'), model, foundation));
    if (isManaged(config, 'redis') && isOffered(cache)) publish(this, 'cache', cache(this.part('cache'), model, foundation));
    if (isManaged(config, 'kafka') && isOffered(kafka)) publish(this, 'kafka', kafka(this.part('kafka'), model, foundation));
  }
}
