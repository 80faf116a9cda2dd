import { AzurermBackend, HttpBackend, LocalBackend, S3Backend, TerraformBackend } from 'cdktf';
import type { Construct } from 'constructs';
import type { WorkbenchConfig } from '../../config/schema/workbench';

/** Where the state of one stack lives. */
export interface StatePlace {
  readonly config: WorkbenchConfig;
  readonly stack: string;
  /** Folder of local states. */
  readonly stateDir: string;
}

type Backend = (scope: Construct, place: StatePlace) => TerraformBackend;

/** The bindings have no class for the kubernetes backend; its lease is the lock. */
class KubernetesBackend extends TerraformBackend {
  constructor(
    scope: Construct,
    private readonly settings: Readonly<Record<string, unknown>>,
  ) {
    super(scope, 'backend', 'kubernetes');
  }

  protected override synthesizeAttributes() {
    return { ...this.settings };
  }

  public getRemoteStateDataSource(): never {
    throw new Error('stacks hand nothing on through state in the kubernetes backend');
  }
}

const key = ({ config, stack }: StatePlace) => `${config.tenant}/${config.environment}/${stack}.tfstate`;

/** One row a backend; all of them lock. */
const backends = {
  local: (scope, place) => new LocalBackend(scope, { path: `${place.stateDir}/${place.stack}.tfstate` }),
  s3: (scope, place) => {
    const { bucket = '', region } = place.config.state;
    // `use_lockfile` (Terraform 1.10) needs no table; the bindings copy what they do not know.
    return new S3Backend(scope, Object.assign({ bucket, key: key(place), region, encrypt: true }, { useLockfile: true }));
  },
  azurerm: (scope, place) => {
    const { account = '', bucket = '', resourceGroup } = place.config.state;
    return new AzurermBackend(scope, {
      storageAccountName: account,
      containerName: bucket,
      resourceGroupName: resourceGroup,
      key: key(place),
      useOidc: true,
    });
  },
  kubernetes: (scope, { config, stack }) =>
    new KubernetesBackend(scope, {
      secret_suffix: `${config.environment}-${stack}`,
      namespace: config.state.namespace,
      config_path: config.platform.kubeconfig,
      config_context: config.platform.context,
    }),
  http: (scope, { config, stack }) => {
    const address = `${config.state.address}/${config.environment}-${stack}`;
    return new HttpBackend(scope, {
      address,
      lockAddress: `${address}/lock`,
      unlockAddress: `${address}/lock`,
      lockMethod: 'POST',
      unlockMethod: 'DELETE',
    });
  },
} satisfies Record<WorkbenchConfig['state']['backend'], Backend>;

export function stateBackend(scope: Construct, place: StatePlace): TerraformBackend {
  return backends[place.config.state.backend](scope, place);
}
