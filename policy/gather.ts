import type { WorkbenchConfig } from '../config/schema/workbench';
import type { Attributes, Resource, Synthesised } from './policy';

/** One stack as it was built: its Terraform JSON, and the releases whose charts are ours. */
export interface StackInput {
  readonly id: string;
  readonly json: { readonly resource?: Readonly<Record<string, Readonly<Record<string, Attributes>>>> };
  readonly releases: readonly { readonly id: string; readonly chart: string; readonly values: Readonly<Record<string, unknown>> }[];
}

/** The local chart that carries objects as they are. */
const objectsChart = 'workbench-objects';

/** A name that another stack decides is known when Terraform runs. */
const known = (name: unknown) => String(name).replace(/-?\$\{TfToken\[[^\]]*\]\}/g, '-*');

/** Lays the stacks of an environment out for the policies. */
export function gather(config: WorkbenchConfig, stacks: readonly StackInput[]): Synthesised {
  const resources = stacks.flatMap(({ id, json }) =>
    Object.entries(json.resource ?? {}).flatMap(([type, named]) =>
      Object.entries(named).map(([name, attributes]): Resource => ({ stack: id, type, address: `${type}.${name}`, attributes })),
    ),
  );
  const objects = stacks.flatMap(({ id: stack, releases }) =>
    releases
      .filter(({ chart }) => chart === objectsChart)
      .flatMap(({ id, values }) =>
        ((values.objects ?? []) as Attributes[]).map((attributes): Resource => {
          const { name } = (attributes.metadata ?? {}) as { readonly name?: unknown };
          return { stack, type: `kind:${attributes.kind}`, address: `helm_release.${id}/${attributes.kind}/${known(name)}`, attributes };
        }),
      ),
  );
  return { config, resources: [...resources, ...objects] };
}
