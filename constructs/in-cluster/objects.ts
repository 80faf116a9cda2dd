import { join } from 'node:path';
import { Release } from '@cdktf/provider-helm/lib/release';
import { AssetType, type ITerraformDependable, TerraformAsset, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { projectRoot } from '../terraform/project-root';
import type { Json, ReleaseSpec, Values } from './release-spec';
import { valuesText } from './values-text';

/** An object as the Kubernetes API takes it. */
export type KubernetesObject = { readonly apiVersion: string; readonly kind: string; readonly metadata: Values } & Values;

/** A state of the cluster that must come true before the release counts as installed (`kubectl wait`). */
export interface WaitCondition {
  readonly namespace: string;
  /** API group; empty for core kinds. */
  readonly group: string;
  readonly resource: string;
  readonly names: readonly string[];
  /** `create`, `condition=Ready`, `jsonpath={.status.state}=ready`. */
  readonly for: string;
}

export interface ObjectsProps {
  readonly name: string;
  readonly namespace: string;
  readonly objects: readonly KubernetesObject[];
  readonly waitFor?: readonly WaitCondition[];
  /** Image with kubectl; that of the chart when left out. */
  readonly waitImage?: string;
  readonly timeoutSeconds: number;
  readonly dependsOn?: readonly ITerraformDependable[];
}

/**
 * Objects of custom kinds, carried by one Helm release of a small local chart: a fresh environment can be planned
 * before their kinds exist, and they are removed with the release.
 */
export class Objects extends Construct {
  readonly resource: Release;
  readonly spec: ReleaseSpec;

  constructor(scope: Construct, id: string, props: ObjectsProps) {
    super(scope, id);
    const conditions = (props.waitFor ?? []).filter((condition) => condition.names.length > 0);
    const values: Values = {
      objects: props.objects as readonly Json[],
      ...(conditions.length > 0
        ? { wait: { ...(props.waitImage ? { image: props.waitImage } : {}), conditions: conditions as unknown as Json } }
        : {}),
    };
    this.spec = {
      id,
      name: props.name,
      namespace: props.namespace,
      chart: 'workbench-objects',
      version: '1.0.0',
      values,
      secretValues: [],
    };
    this.resource = new Release(this, 'Resource', {
      name: props.name,
      namespace: props.namespace,
      chart: objectsChart(this),
      values: [valuesText(values)],
      timeout: props.timeoutSeconds,
      // The Job of the chart waits for what matters. Helm would also wait for volumes, which many clusters make only for their first pod.
      wait: false,
      atomic: false,
      maxHistory: 5,
      createNamespace: false,
      dependsOn: props.dependsOn ? [...props.dependsOn] : undefined,
    });
  }
}

/** The chart lies beside the stack once, however many releases use it: a copy each would be most of what a synth writes and removes. */
function objectsChart(scope: Construct): string {
  const stack = TerraformStack.of(scope);
  const id = 'objects-chart';
  const made = stack.node.tryFindChild(id) as TerraformAsset | undefined;
  const path = () => join(projectRoot(), 'constructs/in-cluster/objects-chart');
  return (made ?? new TerraformAsset(stack, id, { path: path(), type: AssetType.DIRECTORY })).path;
}
