import type { EnvironmentModel } from '../../config/environment';
import { indexOf } from '../../config/releases/index-files';
import { separator, type ValueIndex } from '../../config/releases/value-index';
import type { Json, ReleaseSpec, Values } from '../in-cluster/release-spec';
import type { Component } from './chart-leaves';
import { leafRules } from './leaf-rules';
import { passwordLeaves, type SecretException, secretException } from './secret-exceptions';
import { testEnvironment } from './test-environment';
import { enabledComponents, enabledTests } from './toggles';

/** Rules by the last key of what they set, each with the end of its paths: a chart has ten thousand paths, and most end in a key that no rule has. */
const rulesByKey = new Map<string, { readonly rule: string; readonly end: string }[]>();
for (const rule of new Set([...Object.keys(leafRules), ...Object.keys(passwordLeaves)])) {
  const key = lastKey(rule);
  rulesByKey.set(key, [...(rulesByKey.get(key) ?? []), { rule, end: `/${rule}` }]);
}

function lastKey(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Parts of the charts that are not services of the hub: sub charts of others, or defaults of a loop. */
const foreign = /(^|\/)(keycloak|connection-manager-backend|connection-manager-frontend|mongodb|mysql|kafka|common)(\/|$)/;

/** The Mojaloop release: values for every component its chart has, from the model. */
export function hubRelease(model: EnvironmentModel): ReleaseSpec {
  const { hub } = model.config;
  const version = hub.release;
  const index = indexOf('mojaloop', version);
  if (!index) throw new Error(`there is no value index of mojaloop ${version}`);
  return {
    id: 'hub',
    name: hub.releaseName,
    namespace: hub.namespace,
    chart: 'mojaloop',
    version,
    values: hubValues(model, index),
    secretValues: secretExceptions(model, index).map(({ path, secret, template }) => ({ path, secret, ...(template ? { template } : {}) })),
  };
}

function hubValues(model: EnvironmentModel, index: ValueIndex): Values {
  const tree: Record<string, Json> = {};
  const set = (path: readonly string[], value: Json) => {
    let node = tree;
    for (const key of path.slice(0, -1)) {
      node[key] ??= {};
      node = node[key] as Record<string, Json>;
    }
    node[path[path.length - 1] ?? ''] = value;
  };
  for (const { path, component, rule } of leaves(index)) {
    const value = leafRules[rule]?.(model, component, (leaf) => index.paths.get([...component, ...leaf.split('/')].join(separator)));
    if (value !== undefined) set(path, value);
  }
  for (const [component, on] of Object.entries(enabledComponents(model)))
    if (index.paths.has(`${component}/enabled`)) set([...component.split('/'), 'enabled'], on);
  for (const [test, on] of Object.entries(enabledTests(model)))
    if (index.paths.has(`${test}/tests/enabled`)) set([test, 'tests', 'enabled'], on);
  for (const [path, value] of testEnvironment(model, index)) set(path.split(separator), value);
  return tree;
}

interface Leaf {
  readonly path: readonly string[];
  readonly component: Component;
  readonly rule: string;
}

const cache = new WeakMap<ValueIndex, readonly Leaf[]>();

/** Leaves of a chart that a rule knows, found once for each chart. */
function leaves(index: ValueIndex): readonly Leaf[] {
  const known = cache.get(index);
  if (known) return known;
  const found: Leaf[] = [];
  for (const path of [...index.paths.keys(), ...index.children.keys()]) {
    const rule = rulesByKey.get(lastKey(path))?.find(({ end }) => path.endsWith(end))?.rule;
    if (!rule) continue;
    const component = path.slice(0, -rule.length - 1);
    if (foreign.test(component) || component === '') continue;
    found.push({ path: path.split('/'), component: component.split('/'), rule });
  }
  cache.set(index, found);
  return found;
}

/** Every place where a secret must go through Helm as a write-only value, with the reason. */
export function secretExceptions(model: EnvironmentModel, index = indexOf('mojaloop', model.config.hub.release)): SecretException[] {
  if (!index) return [];
  return leaves(index).flatMap(({ component, rule }) => secretException(model, component, rule) ?? []);
}
