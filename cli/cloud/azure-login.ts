import { join } from 'node:path';
import { chooseWay, given, hasEnded, type LoginWay, programOnPath, type Surroundings, textOf } from './surroundings';

const isOn = (around: Surroundings, name: string) => given(around, name)?.toLowerCase() === 'true';

/** Names of those variables that are missing. */
const lacking = (around: Surroundings, names: readonly string[]) => names.filter((name) => !given(around, name));

/** Who logs in, and with what: complete, or with the names of what lacks. */
function application(around: Surroundings, by: string, more: readonly string[] = []): LoginWay {
  const missing = lacking(around, ['ARM_CLIENT_ID', 'ARM_TENANT_ID', ...more]);
  if (missing.length === 0) return { complete: true, by };
  return { complete: false, final: true, missing: `${by} is set without ${missing.join(' and ')}` };
}

/** A token that the pipeline hands out, in a variable, in a file, or at an address of GitHub or Azure DevOps. */
function oidc(around: Surroundings): LoginWay | undefined {
  if (!isOn(around, 'ARM_USE_OIDC')) {
    const name = ['ARM_OIDC_TOKEN', 'ARM_OIDC_TOKEN_FILE_PATH'].find((one) => given(around, one));
    return name === undefined ? undefined : { complete: false, missing: `${name} is set without ARM_USE_OIDC=true` };
  }
  const refuse = (missing: string): LoginWay => ({ complete: false, final: true, missing });
  const [token, file] = [given(around, 'ARM_OIDC_TOKEN'), given(around, 'ARM_OIDC_TOKEN_FILE_PATH')];
  const asked = ['ARM_OIDC_REQUEST_URL', 'ACTIONS_ID_TOKEN_REQUEST_URL', 'ARM_ADO_PIPELINE_SERVICE_CONNECTION_ID'].some((name) =>
    given(around, name),
  );
  const text = token ?? (file === undefined ? undefined : textOf(file));
  if (text === undefined && file !== undefined) return refuse(`ARM_OIDC_TOKEN_FILE_PATH names ${file}, which can't be read`);
  if (text === undefined && !asked) return refuse('ARM_USE_OIDC is set without ARM_OIDC_TOKEN or ARM_OIDC_TOKEN_FILE_PATH');
  if (text !== undefined && hasEnded(text, around.now)) return refuse(`the token of ${token ? 'ARM_OIDC_TOKEN' : file} has expired`);
  return application(around, 'ARM_USE_OIDC');
}

function secret(around: Surroundings): LoginWay | undefined {
  const name = ['ARM_CLIENT_SECRET', 'ARM_CLIENT_SECRET_FILE_PATH', 'ARM_CLIENT_CERTIFICATE', 'ARM_CLIENT_CERTIFICATE_PATH'].find((one) =>
    given(around, one),
  );
  return name === undefined ? undefined : application(around, name);
}

/** An identity that the machine or the pod has. */
function managed(around: Surroundings): LoginWay | undefined {
  if (isOn(around, 'ARM_USE_MSI')) return { complete: true, by: 'ARM_USE_MSI' };
  if (!isOn(around, 'ARM_USE_AKS_WORKLOAD_IDENTITY')) return undefined;
  const missing = lacking(around, ['AZURE_FEDERATED_TOKEN_FILE']);
  return missing.length === 0
    ? { complete: true, by: 'ARM_USE_AKS_WORKLOAD_IDENTITY' }
    : { complete: false, final: true, missing: `ARM_USE_AKS_WORKLOAD_IDENTITY is set without ${missing.join(' and ')}` };
}

interface AzureProfile {
  readonly subscriptions?: readonly { readonly id: string; readonly isDefault?: boolean }[];
}

/** Subscriptions that `az login` has noted down. */
export function cliSubscriptions(around: Surroundings): NonNullable<AzureProfile['subscriptions']> {
  const file = join(given(around, 'AZURE_CONFIG_DIR') ?? join(around.home, '.azure'), 'azureProfile.json');
  try {
    // The Azure command writes a byte order mark.
    return (JSON.parse((textOf(file) ?? '{}').replace(/^\uFEFF/, '')) as AzureProfile).subscriptions ?? [];
  } catch {
    return [];
  }
}

/** `az login`, which a person does. */
function cli(around: Surroundings): LoginWay | undefined {
  if (given(around, 'ARM_USE_CLI')?.toLowerCase() === 'false') return undefined;
  const known = cliSubscriptions(around);
  if (known.length === 0) return undefined;
  if (!programOnPath('az', around.env)) return { complete: false, missing: 'az has logged in once, but is not on PATH' };
  return { complete: true, by: 'az login' };
}

/** In the order in which the Azure provider looks (registry.terraform.io, azurerm: authenticating). */
const ways = [secret, oidc, managed, cli] as const;

/** How whoever runs this is logged in at Azure, as far as variables and files tell; undefined when there is no trace of a login. */
export const azureLogin = (around: Surroundings): LoginWay | undefined => chooseWay(ways.map((way) => way(around)));

export const azureWays =
  'log in with az login, or in a pipeline set ARM_USE_OIDC=true, ARM_CLIENT_ID, ARM_TENANT_ID and ARM_OIDC_TOKEN or ARM_OIDC_TOKEN_FILE_PATH; a machine on Azure may use its own identity by ARM_USE_MSI=true. At AKS kubelogin reads other names: without az login set AAD_LOGIN_METHOD (workloadidentity or msi) too, with AZURE_CLIENT_ID, AZURE_TENANT_ID and AZURE_FEDERATED_TOKEN_FILE';
