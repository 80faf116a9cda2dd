import { DefaultTokenResolver, StringConcat, type TerraformResource, Tokenization } from 'cdktf';

/** What a resource is, in plain data: read from what Terraform will be given. */
export interface ResourceDescription {
  readonly type: string;
  /** Its name in the cluster, in Helm or in Vault. */
  readonly name?: string;
  readonly namespace?: string;
  /** Chart and version of a Helm release. */
  readonly chart?: string;
  readonly version?: string;
  /** Addresses of the same stack it waits for, by `depends_on` or because it uses what they give. */
  readonly dependsOn: readonly string[];
}

type Plain = { readonly [key: string]: unknown };

const first = (value: unknown): Plain => ((Array.isArray(value) ? value[0] : value) ?? {}) as Plain;
const text = (value: unknown) => (typeof value === 'string' && !value.includes('${') ? value : undefined);

/** Describes a resource of a stack whose addresses are given. */
export function describeResource(resource: TerraformResource, addresses: ReadonlySet<string>): ResourceDescription {
  const type = resource.terraformResourceType;
  const written = Tokenization.resolve(resource.toTerraform(), {
    scope: resource,
    preparing: false,
    resolver: new DefaultTokenResolver(new StringConcat()),
  }) as { readonly resource: Readonly<Record<string, Readonly<Record<string, Plain>>>> };
  const body = first(written.resource[type]?.[resource.friendlyUniqueId]);
  const metadata = first(body.metadata);
  const own = `${type}.${resource.friendlyUniqueId}`;
  const name = text(metadata.name) ?? text(body.name) ?? text(body.role_name) ?? text(body.path);
  const namespace = text(metadata.namespace) ?? (type === 'helm_release' ? text(body.namespace) : undefined);
  const chart = type === 'helm_release' ? text(body.chart) : undefined;
  const version = chart === undefined ? undefined : text(body.version);
  return {
    type,
    ...(name === undefined ? {} : { name }),
    ...(namespace === undefined ? {} : { namespace }),
    ...(chart === undefined ? {} : { chart }),
    ...(version === undefined ? {} : { version }),
    dependsOn: mentioned(body, addresses).filter((address) => address !== own),
  };
}

/** Addresses that stand in `depends_on`, or inside `${…}`. */
function mentioned(body: Plain, addresses: ReadonlySet<string>): string[] {
  const found = new Set<string>();
  const note = (reference: string) => {
    const address = reference.split('.').slice(0, 2).join('.').replace(/\[.*$/, '');
    if (addresses.has(address)) found.add(address);
  };
  const walk = (value: unknown): void => {
    if (typeof value === 'string')
      for (const [, expression] of value.matchAll(/\$\{([^}]*)\}/g))
        for (const [reference] of (expression ?? '').matchAll(/[a-z0-9_]+\.[\w-]+/g)) note(reference);
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(walk);
  };
  for (const reference of Array.isArray(body.depends_on) ? (body.depends_on as string[]) : []) note(reference);
  walk(body);
  return [...found].sort();
}
