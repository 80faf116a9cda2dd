import { resolve } from 'node:path';
import type { ClusterAccess } from './kubeconfig';

/** A synthesised stack (cdk.tf.json) as far as a run looks into it. */
export interface StackJson {
  readonly provider?: Readonly<Record<string, unknown>>;
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Json>>>>;
  readonly data?: Readonly<Record<string, Readonly<Record<string, Json>>>>;
  readonly locals?: Json;
  readonly terraform?: { readonly backend?: Readonly<Record<string, unknown>> };
}

export type Json = { readonly [key: string]: unknown };

/** A Helm release that a stack holds. */
export interface ReleaseOfStack {
  readonly address: string;
  readonly name: string;
  /** Undefined when it is known only at plan time. */
  readonly namespace?: string;
  /** How long Helm itself waits for it, in seconds; the provider's default is 300. */
  readonly timeout: number;
  /** Undefined when the provider is not configured by a kubeconfig that is known before the plan. */
  readonly access?: ClusterAccess;
}

const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);
/** Terraform JSON writes a single block as an object or as a list of one. */
const blocks = (value: unknown): readonly Json[] => (Array.isArray(value) ? value : [value]).filter(isJson);

/** A literal text, or what a plain reference to a literal of the same stack leads to; undefined when only a plan can tell. */
export function literal(stack: StackJson, value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  if (!value.includes('${')) return value;
  const reference = /^\$\{([\w-]+(?:\.[\w-]+|\[\d+\])+)\}$/.exec(value)?.[1];
  if (reference === undefined) return undefined;
  const steps = reference.split(/[.[\]]/).filter(Boolean);
  let at: unknown = steps[0] === 'local' ? { local: stack.locals } : stack.resource;
  for (const step of steps) {
    if (Array.isArray(at)) at = at[Number(step)];
    else if (isJson(at)) at = /^\d+$/.test(step) && !(step in at) ? at : at[step];
    else return undefined;
  }
  return typeof at === 'string' && at !== value ? literal(stack, at) : undefined;
}

function accessOf(stack: StackJson, settings: Json | undefined, configDir: string): ClusterAccess | undefined {
  const paths = Array.isArray(settings?.config_paths) ? settings.config_paths : [];
  const path = literal(stack, settings?.config_path ?? paths[0]);
  if (!path || paths.length > 1) return undefined;
  const context = literal(stack, settings?.config_context);
  if (context === undefined && settings?.config_context !== undefined) return undefined;
  return { kubeconfig: path.startsWith('~/') ? path : resolve(configDir, path), ...(context === undefined ? {} : { context }) };
}

const helmAccess = (stack: StackJson, provider: Json, configDir: string) => accessOf(stack, blocks(provider.kubernetes)[0], configDir);

/** The Helm releases of a stack with the cluster that each one goes to. */
export function releasesOf(stack: StackJson, configDir: string): readonly ReleaseOfStack[] {
  const providers = blocks(stack.provider?.helm);
  return Object.entries(stack.resource?.helm_release ?? {}).flatMap(([id, release]) => {
    const name = literal(stack, release.name);
    if (name === undefined) return [];
    const alias = typeof release.provider === 'string' ? release.provider.replace(/^\$\{|\}$/g, '').split('.')[1] : undefined;
    const provider = providers.find((one) => (typeof one.alias === 'string' ? one.alias : undefined) === alias);
    // Another storage driver keeps its records elsewhere.
    const inSecrets = provider !== undefined && [undefined, 'secret', 'secrets'].includes(provider.helm_driver as string | undefined);
    const access = inSecrets ? helmAccess(stack, provider, configDir) : undefined;
    const namespace = release.namespace === undefined ? 'default' : literal(stack, release.namespace);
    const timeout = typeof release.timeout === 'number' ? release.timeout : 300;
    return [
      { address: `helm_release.${id}`, name, timeout, ...(namespace === undefined ? {} : { namespace }), ...(access ? { access } : {}) },
    ];
  });
}

export const accessKey = ({ kubeconfig, context }: ClusterAccess): string => `${kubeconfig}\n${context ?? ''}`;

/** Every cluster that the stack's providers reach by a kubeconfig, once each. */
export function clustersOf(stack: StackJson, configDir: string): readonly ClusterAccess[] {
  const helm = blocks(stack.provider?.helm).map((provider) => helmAccess(stack, provider, configDir));
  const kubernetes = blocks(stack.provider?.kubernetes).map((provider) => accessOf(stack, provider, configDir));
  const found = [...helm, ...kubernetes].filter((access) => access !== undefined);
  return [...new Map(found.map((access) => [accessKey(access), access])).values()];
}

/** The remote states that a stack reads: the name of the data source and where it looks. */
export function remoteStatesOf(stack: StackJson): ReadonlyMap<string, { readonly backend: unknown; readonly config: unknown }> {
  return new Map(
    Object.entries(stack.data?.terraform_remote_state ?? {}).map(([name, { backend, config }]) => [
      name,
      { backend, config: blocks(config)[0] ?? {} },
    ]),
  );
}
