import { Release } from '@cdktf/provider-helm/lib/release';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { SecretEntry } from '../../config/model/secret-map';
import { Ephemeral } from '../terraform/ephemeral';
import type { ReleaseSpec } from './release-spec';
import { valuesText } from './values-text';

/** Where Helm finds the chart. */
export interface ChartPackage {
  readonly chart: string;
  readonly repository?: string;
  readonly version?: string;
}

export interface HelmReleaseProps {
  readonly spec: ReleaseSpec;
  readonly package: ChartPackage;
  readonly timeoutSeconds: number;
  /** Entries of the secret map that `spec.secretValues` names. */
  readonly secrets: readonly SecretEntry[];
  /** KV version 2 mount. */
  readonly kvMount: string;
  readonly dependsOn?: readonly ITerraformDependable[];
  /** False for what becomes ready only by a later step. */
  readonly wait?: boolean;
}

/**
 * One Helm release. It waits until every pod is ready. A failed first installation is taken away by the next apply and made anew;
 * a failed upgrade stays as it is, to be looked at (rolling a hub back would lose oracle registrations).
 * Values a chart takes only as text go through write-only arguments, read from Vault while Terraform runs.
 */
export class HelmRelease extends Construct {
  readonly resource: Release;

  constructor(scope: Construct, props: HelmReleaseProps) {
    super(scope, props.spec.id);
    const { spec } = props;
    this.resource = new Release(this, 'Resource', {
      name: spec.name,
      namespace: spec.namespace,
      ...props.package,
      values: [valuesText(spec.values)],
      timeout: props.timeoutSeconds,
      wait: props.wait ?? true,
      // Rolling a hub back by itself would lose what later steps registered: a failed upgrade waits for a person.
      atomic: false,
      waitForJobs: false,
      maxHistory: 5,
      createNamespace: false,
      ...this.secretValues(props),
      dependsOn: props.dependsOn ? [...props.dependsOn] : undefined,
    });
  }

  private secretValues({ spec, secrets, kvMount }: HelmReleaseProps) {
    if (spec.secretValues.length === 0) return {};
    const reads = new Map<string, Ephemeral>();
    const read = (id: string): string => {
      const entry = secrets.find((secret) => secret.id === id);
      if (!entry) throw new Error(`no secret ${id} in the secret map`);
      const secret =
        reads.get(entry.path) ?? new Ephemeral(this, `secret-${id}`, 'vault_kv_secret_v2', { mount: kvMount, name: entry.path });
      reads.set(entry.path, secret);
      return secret.attr(`data["${entry.field}"]`);
    };
    return {
      setWo: spec.secretValues.map(({ path, secret, template }) => ({
        name: path,
        type: 'string',
        value: template ? template.replace('{}', read(secret)) : read(secret),
      })),
      setWoRevision: 1,
    };
  }
}
