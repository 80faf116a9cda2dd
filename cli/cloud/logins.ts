import { type Problem, problem } from '../../config/problems';
import type { Json, StackJson } from '../run/stack-json';
import { awsLogin, awsWays } from './aws-login';
import { azureLogin, azureWays, cliSubscriptions } from './azure-login';
import { given, type LoginWay, type Surroundings } from './surroundings';

/** What a stack wants of a cloud before Terraform is started. */
interface Wanted {
  /** AWS account or Azure subscription that it belongs to. */
  readonly account?: string;
  readonly directory?: string;
}

const blocks = (value: unknown): readonly Json[] =>
  (Array.isArray(value) ? value : [value]).filter((one): one is Json => typeof one === 'object' && one !== null);
const text = (value: unknown): string | undefined => (typeof value === 'string' && !value.includes('${') ? value : undefined);

interface CloudRow {
  readonly title: string;
  /** Providers and backends that log in there. */
  readonly providers: readonly string[];
  readonly backend: string;
  readonly wanted: (provider: Json) => Wanted;
  readonly login: (around: Surroundings) => LoginWay | undefined;
  readonly ways: string;
  /** Whatever tells, without a network, that the login leads elsewhere. */
  readonly elsewhere: (wanted: Wanted, login: LoginWay, around: Surroundings) => readonly Problem[];
}

const wrong = (account: string, instead: string, hint: string): Problem =>
  problem('RUN-ACCOUNT', `the environment belongs to ${account}, and ${instead}`, hint, { path: 'platform.account' });

const rows: readonly CloudRow[] = [
  {
    title: 'AWS',
    providers: ['aws'],
    backend: 's3',
    wanted: ({ allowed_account_ids: ids }) => ({ account: text(Array.isArray(ids) ? ids[0] : undefined) }),
    login: awsLogin,
    ways: awsWays,
    elsewhere: ({ account }, login) =>
      account && login.complete && login.account && login.account !== account
        ? [wrong(`account ${account}`, `${login.by} leads to ${login.account}`, 'choose the profile or role of that account')]
        : [],
  },
  {
    title: 'Azure',
    providers: ['azurerm', 'azurestack', 'azuread'],
    backend: 'azurerm',
    wanted: ({ subscription_id, tenant_id }) => ({ account: text(subscription_id), directory: text(tenant_id) }),
    login: azureLogin,
    ways: azureWays,
    elsewhere: azureElsewhere,
  },
];

function azureElsewhere({ account, directory }: Wanted, login: LoginWay, around: Surroundings): readonly Problem[] {
  const [subscription, tenant] = [given(around, 'ARM_SUBSCRIPTION_ID'), given(around, 'ARM_TENANT_ID')];
  const found: Problem[] = [];
  if (account && subscription && subscription !== account)
    found.push(wrong(`subscription ${account}`, `ARM_SUBSCRIPTION_ID is ${subscription}`, 'set it to that subscription, or unset it'));
  if (directory && tenant && tenant !== directory)
    found.push(wrong(`directory ${directory}`, `ARM_TENANT_ID is ${tenant}`, 'set it to that directory, or unset it'));
  const known = login.complete && login.by === 'az login' ? cliSubscriptions(around).map(({ id }) => id) : [];
  if (account && known.length > 0 && !known.includes(account))
    found.push(
      wrong(`subscription ${account}`, `az login has not seen it (it has ${known.join(', ')})`, 'az login with an account that may use it'),
    );
  if (!account && !subscription && known.length === 0)
    found.push(
      problem('RUN-CREDENTIALS', 'nothing says which subscription of Azure', 'write platform.account, or set ARM_SUBSCRIPTION_ID', {
        path: 'platform.account',
      }),
    );
  return found;
}

/** What the stacks want of one cloud: undefined when none of them goes there. */
function wantedOf({ providers, backend, wanted }: CloudRow, stacks: readonly StackJson[]): Wanted | undefined {
  const configured = stacks.flatMap(({ provider = {} }) => providers.flatMap((name) => blocks(provider[name])));
  const stateThere = stacks.some(({ terraform }) => terraform?.backend?.[backend] !== undefined);
  if (configured.length === 0 && !stateThere) return undefined;
  return Object.assign({}, ...configured.map(wanted));
}

/**
 * Whether whoever runs this is logged in at every cloud that the stacks use, and at the right account: told from variables and files alone, before
 * anything is started. A login that has ended, or that a cloud refuses, shows only when the cloud is asked.
 * @returns RUN-CREDENTIALS with what is missing by name, RUN-ACCOUNT for a login that leads elsewhere
 */
export function loginProblems(stacks: readonly StackJson[], around: Surroundings): readonly Problem[] {
  return rows.flatMap((row) => {
    const wanted = wantedOf(row, stacks);
    if (wanted === undefined) return [];
    const login = row.login(around);
    if (login === undefined) return [problem('RUN-CREDENTIALS', `there is no login to ${row.title}`, row.ways)];
    if (!login.complete) return [problem('RUN-CREDENTIALS', `the login to ${row.title} is not complete: ${login.missing}`, row.ways)];
    return row.elsewhere(wanted, login, around);
  });
}
