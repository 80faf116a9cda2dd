import type { Construct } from 'constructs';
import { type Build, type Foundation, isOffered, type PlatformKit } from '../constructs/contracts';
import { type ContractName, foundationParts, type HandedOn, nothing, publish } from '../constructs/hand-on';
import { type StackContext, WorkbenchStack } from './workbench-stack';

/** What a cloud brings before there is a cluster: network, keys, logs, buckets, the secret store, DNS zones and the registry. */
export class FoundationStack extends WorkbenchStack {
  constructor(scope: Construct, id: string, context: StackContext) {
    super(scope, id, context);
    const { kit, model } = context;
    kit.useCloud?.(this, model.config);
    let made: Partial<Foundation> = { place: kit.place(this.part('place'), model, id) };
    for (const part of foundationParts) made = { ...made, [part]: build(kit, part)(this.part(part), model, made as Foundation) };
    for (const [name, value] of Object.entries(made)) publish(this, name as ContractName, value as HandedOn[ContractName]);
  }
}

/** The builder of a part, or one that makes nothing where the platform does not offer it. */
const build = (kit: PlatformKit, part: (typeof foundationParts)[number]): Build<Foundation, Foundation[typeof part]> => {
  const builder = kit.capabilities[part];
  return isOffered(builder) ? builder : () => nothing(part);
};
