import type { TerraformResource } from 'cdktf';
import { nearest, ProblemError, problem } from '../../config/problems';
import { addressesOf } from '../../constructs/terraform/overrides';
import type { WorkbenchStack } from '../../stacks/workbench-stack';

export interface FoundResource {
  readonly stack: WorkbenchStack;
  readonly address: string;
  readonly resource: TerraformResource;
  /** Every address of its stack. */
  readonly neighbours: ReadonlySet<string>;
}

/** Finds a resource by its address, with the stack before it (`hub/helm_release.hub`) or without. @throws ProblemError */
export function findResource(stacks: readonly WorkbenchStack[], asked: string): FoundResource {
  const all = stacks.flatMap((stack) => {
    const addresses = addressesOf(stack);
    const neighbours = new Set(addresses.keys());
    return [...addresses].map(([address, resource]) => ({ stack, address, resource, neighbours }));
  });
  const whole = ({ stack, address }: FoundResource) => `${stack.stackId}/${address}`;
  const found = all.filter((row) => row.address === asked || whole(row) === asked);
  const [only, ...others] = found;
  if (only && others.length === 0) return only;
  if (only)
    throw new ProblemError([problem('EXP-CHOICE', `${found.length} stacks have ${asked}`, `name one: ${found.map(whole).join(', ')}`)]);
  const shown = asked.includes('/') ? whole : ({ address }: FoundResource) => address;
  throw new ProblemError([problem('EXP-ADDRESS', `no resource has the address ${asked}`, meant(asked, all, shown))]);
}

/** People leave the type away, so a name that fits goes before one that is merely near. */
function meant(asked: string, rows: readonly FoundResource[], shown: (row: FoundResource) => string): string {
  const word = asked.split('/').pop() ?? '';
  const named = rows.find(({ address }) => address === word || address.split('.')[1] === word);
  const near = named ? shown(named) : nearest(asked, rows.map(shown));
  return near ? `did you mean ${near}?` : 'addresses are what workbench plan prints, such as hub/helm_release.hub';
}
