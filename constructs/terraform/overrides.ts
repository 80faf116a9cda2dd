import { TerraformElement, TerraformResource, type TerraformStack } from 'cdktf';
import { didYouMean, ProblemError, problem } from '../../config/problems';

/** Terraform addresses of a stack (`helm_release.hub`) with the resources behind them. */
export function addressesOf(stack: TerraformStack): Map<string, TerraformResource> {
  const resources = stack.node
    .findAll()
    .filter((node): node is TerraformResource => TerraformElement.isTerraformElement(node) && node instanceof TerraformResource);
  return new Map(resources.map((resource) => [`${resource.terraformResourceType}.${resource.friendlyUniqueId}`, resource]));
}

/**
 * The escape hatch `overrides.resources`: sets attributes of a resource by its address, with the stack before it
 * (`hub/helm_release.hub`) or without. An address that nothing has is a problem, never ignored.
 */
export function applyOverrides(
  stacks: readonly TerraformStack[],
  overrides: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
): void {
  if (Object.keys(overrides).length === 0) return;
  const all = stacks.flatMap((stack) =>
    [...addressesOf(stack)].map(([address, resource]) => ({ stack: stack.node.id, address, resource })),
  );
  const problems = Object.entries(overrides).flatMap(([address, attributes]) => {
    const found = all.filter((row) => row.address === address || `${row.stack}/${row.address}` === address);
    for (const { resource } of found) for (const [path, value] of Object.entries(attributes)) resource.addOverride(path, value);
    if (found.length > 0) return [];
    return [
      problem(
        'SYN-OVERRIDE-ADDRESS',
        `no resource has the address ${address}`,
        didYouMean(
          address,
          all.flatMap((row) => [row.address, `${row.stack}/${row.address}`]),
        ),
        { path: `overrides.resources.${address}` },
      ),
    ];
  });
  if (problems.length > 0) throw new ProblemError(problems);
}
