import { type ITerraformDependable, type TerraformElement, TerraformOutput, TerraformStack } from 'cdktf';
import { Construct, Node } from 'constructs';
import { offerOf } from '../config/capabilities';
import type { EnvironmentModel } from '../config/environment';
import type { ClusterAccess, ClusterAdditions, Foundation, PlatformKit } from '../constructs/contracts';
import { type ContractName, foundationParts, type HandedOn, readContract } from '../constructs/hand-on';
import { kubeconfigAccess, useCluster } from '../constructs/in-cluster/access';
import { HelmRelease } from '../constructs/in-cluster/helm-release';
import { Objects, type ObjectsProps } from '../constructs/in-cluster/objects';
import { mirroredKubectl } from '../constructs/in-cluster/platform-images';
import { mergeValues, type ReleaseSpec, type Values } from '../constructs/in-cluster/release-spec';
import { stateBackend, stateOf } from '../constructs/terraform/backend';
import { type PartlyKnown, partlyKnown } from '../constructs/terraform/later-text';
import { resolved } from '../constructs/terraform/resolved';

/** What every stack is built from. */
export interface StackContext {
  readonly model: EnvironmentModel;
  readonly kit: PlatformKit;
  /** Folder of local states. */
  readonly stateDir: string;
  /** Resolves a locked chart to what Helm is given. */
  readonly charts: ChartSource;
}

/** Where the package of a chart comes from: its repository, a mirror, or a file. */
export type ChartSource = (
  name: string,
  version: string,
) => { readonly chart: string; readonly repository?: string; readonly version?: string };

export interface PartlyKnownRelease extends Omit<ReleaseSpec, 'values'> {
  readonly values: PartlyKnown;
}

/**
 * Base of all stacks: state, stable addresses, outputs, and the record of what Helm gets.
 */
export class WorkbenchStack extends TerraformStack {
  private readonly recorded: ReleaseSpec[] = [];
  private readable: { readonly count: number; readonly releases: readonly ReleaseSpec[] } | undefined;

  constructor(
    scope: Construct,
    readonly stackId: string,
    readonly context: StackContext,
  ) {
    super(scope, stackId);
    stateBackend(this, { config: context.model.config, stack: stackId, stateDir: context.stateDir });
  }

  /**
   * Nothing to prepare: cdktf would resolve every value once more only to find tokens that cross stacks, and what a stack needs of another
   * comes to it as data. A test holds that such a search finds nothing.
   */
  override prepareStack(): void {}

  /** Helm releases of this stack, for `workbench render`, the policies and the report; what another stack decides is written out as Terraform will read it. */
  get releases(): readonly ReleaseSpec[] {
    if (this.readable?.count !== this.recorded.length)
      this.readable = { count: this.recorded.length, releases: resolved(this, this.recorded) };
    return this.readable.releases;
  }

  /** The same for whoever compares them with what is deployed: what only Terraform knows is told from what stands in the file. */
  get partlyKnownReleases(): readonly PartlyKnownRelease[] {
    return this.recorded.map((spec) => ({ ...spec, values: partlyKnown(spec.values) }));
  }

  /** Where the resources of a capability go: its name begins all their addresses (`aws_vpc.network-vpc`). */
  protected part(name: ContractName | 'alarms'): Construct {
    return new Construct(
      this,
      name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
    );
  }

  /** Lets the resources of this stack reach the cluster of the environment: the existing one, or the one of the stack `cluster`. */
  protected useOwnCluster(): void {
    useCluster(this, clusterAccessOf(this.context));
  }

  /** A contract that another stack hands on. */
  protected read<Name extends ContractName>(from: string, name: Name): HandedOn[Name] {
    const { model, stateDir } = this.context;
    if (!this.node.tryFindChild(from)) stateOf(this, { config: model.config, stack: from, stateDir });
    return readContract(this, from, name);
  }

  /** What the platform puts into the cluster that it made; nothing into one that exists. */
  protected additions(): ClusterAdditions {
    const { kit, model } = this.context;
    if (!kit.additions)
      return { releases: [], gatewayService: {}, operatorsService: {}, podIdentity: () => ({ annotations: {}, podLabels: {} }) };
    const [cluster, workloadIdentity] = [this.read('cluster', 'cluster'), this.read('cluster', 'workloadIdentity')];
    return kit.additions(model, { ...this.readFoundation(), cluster, workloadIdentity });
  }

  /** Everything of the foundation stack. */
  protected readFoundation(): Foundation {
    return Object.fromEntries(
      (['place', ...foundationParts] as const).map((part) => [part, this.read('foundation', part)]),
    ) as unknown as Foundation;
  }

  /** Hands values on under stable names; `workbench outputs` shows them. Never a secret. */
  publish(values: Readonly<Record<string, string>>): void {
    for (const [name, value] of Object.entries(values)) new TerraformOutput(this, `output-${name}`, { value }).overrideLogicalId(name);
  }

  /** Installs a chart and records what Helm gets. */
  protected release(
    planned: ReleaseSpec,
    options: { readonly dependsOn?: readonly ITerraformDependable[]; readonly wait?: boolean } = {},
  ): HelmRelease {
    const { config, secrets } = this.context.model;
    const own = config.overrides.values[planned.name];
    const spec = own ? { ...planned, values: mergeValues(planned.values, own as Values) } : planned;
    this.recorded.push(spec);
    return new HelmRelease(this, {
      spec,
      package: this.context.charts(spec.chart, spec.version),
      timeoutSeconds: config.operations.helmTimeoutSeconds,
      secrets,
      kvMount: config.secrets.kvMount,
      ...options,
    });
  }

  /** Makes objects of custom kinds and records them. */
  protected objects(id: string, options: Omit<ObjectsProps, 'name' | 'timeoutSeconds' | 'waitImage'>): Objects {
    const objects = new Objects(this, id, {
      name: id,
      timeoutSeconds: this.context.model.config.operations.helmTimeoutSeconds,
      waitImage: mirroredKubectl(this.context.model.config),
      ...options,
    });
    this.recorded.push(objects.spec);
    return objects;
  }

  /** Addresses are paths joined by dashes, without a hash, so that moving code does not replace a database. */
  protected override allocateLogicalId(element: TerraformElement | Node): string {
    const node = element instanceof Node ? element : element.node;
    const path = node.scopes
      .slice(this.node.scopes.length)
      .map((scope) => scope.node.id)
      .filter((id) => id !== 'Resource');
    return path.join('-').replace(/[^\w-]/g, '-');
  }
}

/**
 * How the cluster of an environment is reached. That of a cloud has a kubeconfig of its own beside the states: the command writes it from
 * the outputs of the stack `cluster`, with a login program and no token in it.
 */
export function clusterAccessOf({ model, stateDir }: Pick<StackContext, 'model' | 'stateDir'>): ClusterAccess {
  const { kubeconfig, context } = model.config.platform;
  const made = offerOf(model.config.platform, 'cluster').offered;
  return made
    ? { configPath: `${stateDir}/kubeconfig`, configContext: model.config.environment }
    : kubeconfigAccess({ kubeconfig, context: context ?? '' });
}
