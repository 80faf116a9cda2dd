import {
  AzurermBackend,
  DataTerraformRemoteStateAzurerm,
  DataTerraformRemoteStateHttp,
  DataTerraformRemoteStateLocal,
  DataTerraformRemoteStateS3,
  HttpBackend,
  LocalBackend,
  S3Backend,
  TerraformBackend,
  type TerraformRemoteState,
} from 'cdktf';
import type { Construct } from 'constructs';
import type { WorkbenchConfig } from '../../config/schema/workbench';

/** Where the state of one stack lives. */
export interface StatePlace {
  readonly config: WorkbenchConfig;
  readonly stack: string;
  /** Folder of local states. */
  readonly stateDir: string;
}

interface StateKind {
  readonly keep: (scope: Construct, place: StatePlace) => TerraformBackend;
  /** Reads the outputs of another stack. */
  readonly read: (scope: Construct, place: StatePlace) => TerraformRemoteState;
}

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
const file = ({ stateDir, stack }: StatePlace) => `${stateDir}/${stack}.tfstate`;
const address = ({ config, stack }: StatePlace) => `${config.state.address}/${config.environment}-${stack}`;

const bucket = (place: StatePlace) => {
  const { bucket = '', region } = place.config.state;
  const { endpoint } = place.config.platform;
  // An emulator has one address for everything and knows no account.
  const emulator = endpoint
    ? { endpoints: { s3: endpoint, sts: endpoint }, usePathStyle: true, skipCredentialsValidation: true, skipRequestingAccountId: true }
    : {};
  return { bucket, key: key(place), region, encrypt: true, ...emulator };
};

const container = (place: StatePlace) => {
  const { account = '', bucket = '', resourceGroup } = place.config.state;
  // Entra logins only: the keys of the account are switched off by `state init`. Without a token of a pipeline `az login` counts.
  return {
    storageAccountName: account,
    containerName: bucket,
    resourceGroupName: resourceGroup,
    key: key(place),
    useOidc: true,
    useAzureadAuth: true,
  };
};

/** One row a backend; all of them lock. */
const kinds = {
  local: {
    keep: (scope, place) => new LocalBackend(scope, { path: file(place) }),
    read: (scope, place) => new DataTerraformRemoteStateLocal(scope, place.stack, { path: file(place) }),
  },
  s3: {
    // `use_lockfile` (Terraform 1.10) needs no table; the bindings copy what they do not know.
    keep: (scope, place) => new S3Backend(scope, Object.assign(bucket(place), { useLockfile: true })),
    read: (scope, place) => new DataTerraformRemoteStateS3(scope, place.stack, bucket(place)),
  },
  azurerm: {
    keep: (scope, place) => new AzurermBackend(scope, container(place)),
    read: (scope, place) => new DataTerraformRemoteStateAzurerm(scope, place.stack, container(place)),
  },
  kubernetes: {
    keep: (scope, { config, stack }) =>
      new KubernetesBackend(scope, {
        secret_suffix: `${config.environment}-${stack}`,
        namespace: config.state.namespace,
        config_path: config.platform.kubeconfig,
        config_context: config.platform.context,
      }),
    // A platform that makes its cluster may not keep its state there (PLT-STATE-CLUSTER), and no other one hands anything on.
    read: () => {
      throw new Error('stacks hand nothing on through state in the kubernetes backend');
    },
  },
  http: {
    keep: (scope, place) =>
      new HttpBackend(scope, {
        address: address(place),
        lockAddress: `${address(place)}/lock`,
        unlockAddress: `${address(place)}/lock`,
        lockMethod: 'POST',
        unlockMethod: 'DELETE',
      }),
    read: (scope, place) => new DataTerraformRemoteStateHttp(scope, place.stack, { address: address(place) }),
  },
} satisfies Record<WorkbenchConfig['state']['backend'], StateKind>;

export const stateBackend = (scope: Construct, place: StatePlace): TerraformBackend => kinds[place.config.state.backend].keep(scope, place);

/** The state of another stack, read only. Terraform fails to plan while that stack was never deployed. */
export const stateOf = (scope: Construct, place: StatePlace): TerraformRemoteState => kinds[place.config.state.backend].read(scope, place);
