import type { WorkbenchConfig } from '../../schema/workbench';
import type { PipelineFacts, PipelineJob } from './job';

type PipelineSettings = PipelineFacts['config'];
export type LoginPlace = 'aws' | 'azure' | 'kubernetes' | 'drill';

/** A signed token of a job, and what a job does with it: no key is in it, and it is worth nothing an hour later. */
export interface JobLogin {
  readonly place: LoginPlace;
  /** Whom the token is for: the other side refuses every other. */
  readonly audience: string;
  /** Variable that the token comes in. */
  readonly variable: string;
  /** File that it is written to. */
  readonly file: string;
  /** What programs are told. Values are names and files, none is a secret. */
  readonly exports: Readonly<Record<string, string>>;
}

/** Clouds that a job of this environment talks to: that of the platform, and that of the state. */
export function cloudsOf({ platform: { provider }, state: { backend } }: WorkbenchConfig): readonly ('aws' | 'azure')[] {
  return [
    ...(provider === 'aws' || backend === 's3' ? (['aws'] as const) : []),
    ...(provider === 'azure' || provider === 'azure-stack' || backend === 'azurerm' ? (['azure'] as const) : []),
  ];
}

/** Beside the work folder of the environment; removed when the job ends. A path from the project's folder: every program of a job begins there. */
const tokenFile = (place: LoginPlace) => `.workbench/tokens/${place}`;
const here = '$PWD/';

/** Where the command of a drill finds the token of its job. */
export const drillTokenFile = tokenFile('drill');

type LoginRow = (config: PipelineSettings, as: 'plan' | 'deploy') => Pick<JobLogin, 'audience' | 'exports'> & { readonly file?: string };

const rows: Readonly<Record<LoginPlace, LoginRow>> = {
  // docs.gitlab.com/ci/cloud_services/aws and docs.github.com, configuring OpenID Connect in AWS: the audience is the same for both.
  aws: ({ platform, state, pipeline: { login } }, as) => ({
    audience: 'sts.amazonaws.com',
    exports: {
      AWS_ROLE_ARN: login[`${as}Role`] ?? '',
      AWS_ROLE_SESSION_NAME: `workbench-${as}`,
      AWS_WEB_IDENTITY_TOKEN_FILE: `${here}${tokenFile('aws')}`,
      AWS_REGION: (platform.provider === 'aws' ? platform.region : state.region) ?? '',
    },
  }),
  // The variables of Terraform, and those of kubelogin, which have other names (constructs/azure/login.ts).
  azure: ({ platform, pipeline: { login } }, as) => ({
    audience: 'api://AzureADTokenExchange',
    exports: {
      ARM_USE_OIDC: 'true',
      ARM_CLIENT_ID: login[`${as}Client`] ?? '',
      ARM_TENANT_ID: platform.directory ?? '',
      ARM_SUBSCRIPTION_ID: platform.account ?? '',
      ARM_OIDC_TOKEN_FILE_PATH: `${here}${tokenFile('azure')}`,
      AAD_LOGIN_METHOD: 'workloadidentity',
      AZURE_CLIENT_ID: login[`${as}Client`] ?? '',
      AZURE_TENANT_ID: platform.directory ?? '',
      AZURE_FEDERATED_TOKEN_FILE: `${here}${tokenFile('azure')}`,
      AZURE_AUTHORITY_HOST: 'https://login.microsoftonline.com/',
    },
  }),
  // A kubeconfig names the file by `tokenFile`: the place is the same for every job.
  kubernetes: ({ pipeline: { login } }) => ({ audience: login.clusterAudience ?? '', exports: {}, file: '.workbench/kubernetes-token' }),
  // Vault compares the audience with that of its role; the address of the Vault is its usual one.
  drill: ({ pipeline: { drill } }) => ({ audience: drill?.audience ?? drill?.vault ?? '', exports: {} }),
};

/** The logins of a job: none where it talks to nobody. */
export function loginsOf(config: PipelineSettings, { login: as, drills }: Pick<PipelineJob, 'login' | 'drills'>): readonly JobLogin[] {
  if (as === 'none') return [];
  const places: LoginPlace[] = [
    ...cloudsOf(config),
    ...(config.pipeline.login.clusterAudience ? (['kubernetes'] as const) : []),
    ...(drills ? (['drill'] as const) : []),
  ];
  return places.map((place) => ({
    place,
    variable: `WORKBENCH_${place.toUpperCase()}_TOKEN`,
    file: tokenFile(place),
    ...rows[place](config, as),
  }));
}

/** Lines that put the tokens of a job where programs look for them, for as long as the shell of the job lives. Files are for their owner alone. */
export function loginLines(logins: readonly JobLogin[]): readonly string[] {
  if (logins.length === 0) return [];
  return [
    // Whatever happens to the job: a runner without containers keeps its folders.
    "trap 'rm -rf .workbench/tokens .workbench/kubernetes-token' EXIT",
    'umask 077; mkdir -p .workbench/tokens',
    ...logins.map(({ variable, file }) => `printf %s "$${variable}" > ${file}; unset ${variable}`),
    ...logins.flatMap(({ exports }) => Object.entries(exports).map(([name, value]) => `export ${name}="${value}"`)),
  ];
}

/** Token for the Vault of the environment, where pipelines may log in there: for jobs of one's own, since the stacks need none. */
export const vaultAudience = ({ secrets: { pipelines } }: WorkbenchConfig): string | undefined =>
  pipelines && (pipelines.audience ?? pipelines.discoveryUrl);
