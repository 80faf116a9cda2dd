import { TerraformResource, type TerraformStack } from 'cdktf';
import type { IConstruct } from 'constructs';

const resourcesBelow = (construct: IConstruct) =>
  construct.node.findAll().filter((node): node is TerraformResource => node instanceof TerraformResource);

/**
 * Makes `a.node.addDependency(b)` mean what it says: every resource in `a` waits for every resource in `b`.
 * cdktf 0.21 keeps such dependencies but writes none of them.
 */
export function writeDependencies(stack: TerraformStack): void {
  for (const construct of stack.node.findAll()) {
    const needs = construct.node.dependencies
      .flatMap(resourcesBelow)
      .map((resource) => `${resource.terraformResourceType}.${resource.friendlyUniqueId}`);
    if (needs.length === 0) continue;
    for (const resource of resourcesBelow(construct)) resource.dependsOn = [...new Set([...(resource.dependsOn ?? []), ...needs])];
  }
}
