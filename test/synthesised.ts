import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { openEnvironment } from '../cli/environment';
import { synthesise } from '../cli/synthesise';
import { checkConfig } from '../config/check';
import { type EnvironmentModel, resolveEnvironment } from '../config/environment';
import { noPositions } from '../config/validate/positions';
import type { ReleaseSpec } from '../constructs/in-cluster/release-spec';
import { configWith } from './workbench-fixtures';

export type Tree = { readonly [key: string]: unknown };
export type Attributes = { readonly [key: string]: unknown } & { readonly depends_on?: readonly string[] };

/** What Terraform reads of one stack. */
export interface StackJson {
  readonly terraform: {
    readonly backend: Readonly<Record<string, Tree>>;
    readonly required_providers: Readonly<Record<string, { readonly source: string; readonly version: string }>>;
  };
  readonly provider: Readonly<Record<string, readonly Tree[]>>;
  readonly resource: Readonly<Record<string, Readonly<Record<string, Attributes>>>>;
  readonly ephemeral?: Readonly<Record<string, Readonly<Record<string, Tree>>>>;
  readonly data?: Tree;
  readonly output?: Readonly<Record<string, { readonly value: unknown }>>;
}

export interface SynthesisedStack {
  readonly id: string;
  readonly text: string;
  readonly json: StackJson;
  /** What Helm gets, as `workbench render` records it. */
  readonly releases: readonly ReleaseSpec[];
  readonly needs: readonly string[];
}

export interface Synthesised {
  readonly model: EnvironmentModel;
  readonly stacks: readonly SynthesisedStack[];
}

/** A Helm release as Terraform gets it, with its values read. */
export interface HelmResource {
  readonly stack: string;
  readonly id: string;
  readonly attributes: Attributes;
  readonly values: Tree;
}

export interface KubernetesObject extends Tree {
  readonly kind: string;
  readonly metadata: Tree & { readonly name: string; readonly namespace?: string };
  readonly spec: Tree;
}

export const projectFolder = join(__dirname, '..');
/** Folder of local states in every test: part of the JSON, so it must not depend on the machine. */
export const stateDir = '/var/lib/workbench-states';

/** Names of the example environments. */
export const examples: readonly string[] = readdirSync(join(projectFolder, 'workbench'))
  .filter((file) => file.endsWith('.yaml'))
  .map((file) => file.replace('.yaml', ''))
  .sort();

/** Writes all stacks of a model and reads them back. @throws ProblemError */
export function synthesised(model: EnvironmentModel): Synthesised {
  const folder = mkdtempSync(join(tmpdir(), 'workbench-stacks-'));
  try {
    const { stacks } = synthesise(model, { outdir: join(folder, 'out'), stateDir });
    return {
      model,
      stacks: stacks.map(({ stackId, releases, dependencies }) => {
        const text = readFileSync(join(folder, 'out/stacks', stackId, 'cdk.tf.json'), 'utf8');
        return { id: stackId, text, json: JSON.parse(text), releases, needs: dependencies.map(({ node }) => node.id) };
      }),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** An example environment, read as the command reads it. */
export function exampleModel(name: string): EnvironmentModel {
  const { stdout, stderr, stdin } = process;
  const { model, problems } = openEnvironment({ cwd: projectFolder, env: {}, stdout, stderr, stdin }, name);
  if (!model) throw new Error(JSON.stringify(problems));
  return model;
}

/** The smallest file with some settings more. What `check` refuses is refused here. */
export function modelWith(patch: Tree): EnvironmentModel {
  const config = configWith(patch);
  const errors = checkConfig(config, noPositions('test')).filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new Error(JSON.stringify(errors));
  return resolveEnvironment(config);
}

export const resourcesOf = (stack: SynthesisedStack) =>
  Object.entries(stack.json.resource ?? {}).flatMap(([type, byName]) =>
    Object.entries(byName).map(([name, attributes]) => ({ stack: stack.id, type, name, address: `${type}.${name}`, attributes })),
  );

/** Resources of one kind in all stacks. */
export const allOf = ({ stacks }: Synthesised, type: string) => stacks.flatMap(resourcesOf).filter((resource) => resource.type === type);

/** A string without expressions, as Terraform understands it. */
export const asTerraformReads = (text: string) => text.replace(/([$%])\1\{/g, '$1{');

const read = new WeakMap<Synthesised, readonly HelmResource[]>();

export function helmReleases(environment: Synthesised): readonly HelmResource[] {
  const known = read.get(environment);
  if (known) return known;
  const found = allOf(environment, 'helm_release').map(({ stack, name, attributes }) => ({
    stack,
    id: name,
    attributes,
    values: (parse(asTerraformReads((attributes.values as string[] | undefined)?.[0] ?? '')) ?? {}) as Tree,
  }));
  read.set(environment, found);
  return found;
}

/** Objects that the local chart carries, whatever stack they are in. */
export const carriedObjects = (environment: Synthesised, stack?: string): KubernetesObject[] =>
  helmReleases(environment)
    .filter((release) => String(release.attributes.chart).startsWith('assets/') && (stack === undefined || release.stack === stack))
    .flatMap((release) => release.values.objects as KubernetesObject[]);

/** Every leaf of a tree with the keys that lead to it. */
export function leavesOf(tree: unknown, path: readonly string[] = []): { readonly path: readonly string[]; readonly value: unknown }[] {
  if (typeof tree !== 'object' || tree === null) return [{ path, value: tree }];
  return Object.entries(tree).flatMap(([key, child]) => leavesOf(child, [...path, key]));
}
