import type { WorkbenchConfig } from '../schema/workbench';
import { both, cloudNames, on, onCloud } from './clouds';
import { type Finding, inProduction, numbered, type Rule, when } from './rule';

const awsAccount = /^\d{12}$/;
const roleOrUser = /^arn:aws[\w-]*:iam::(\d{12}):(role|user)\/[\w+=,.@/-]+$/;
const objectId = /^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/;

const kinds = {
  aws: {
    account: 'an AWS account of 12 digits',
    fits: (text: string) => awsAccount.test(text),
    how: 'aws sts get-caller-identity tells it',
  },
  azure: { account: 'the id of an Azure subscription', fits: (text: string) => objectId.test(text), how: 'az account show tells it' },
} as const;
const kindOf = ({ platform }: WorkbenchConfig) => (platform.provider === 'aws' ? kinds.aws : kinds.azure);
/** Everybody who may reach the cluster, with the place in the file. */
const people = ({ cluster }: WorkbenchConfig) =>
  (['administrators', 'viewers'] as const).flatMap((kind) =>
    numbered(cluster[kind]).map(({ index, item }) => ({ path: ['cluster', kind, index], item })),
  );

/** Whose cloud it is, and who may administer the cluster. */
export const cloudAccountRules: readonly Rule[] = [
  {
    code: 'ACC-MISSING',
    severity: 'warning',
    title: 'In production the account is named, so that no other login deploys',
    appliesWhen: both(onCloud, inProduction),
    check: (config) =>
      when(config.platform.account === undefined, () => ({
        path: ['platform', 'account'],
        message: 'platform.account is missing: whoever is logged in anywhere makes a second hub there',
        hint: `add ${kindOf(config).account}; ${kindOf(config).how}`,
      })),
  },
  {
    code: 'ACC-KIND',
    severity: 'error',
    title: 'The account is one of the platform',
    appliesWhen: on('aws', 'azure', 'azure-stack'),
    check: (config) => {
      const { account, provider } = config.platform;
      return when(account !== undefined && !kindOf(config).fits(account), () => ({
        path: ['platform', 'account'],
        message: `${account} is not ${kindOf(config).account}, and the platform is ${cloudNames[provider]}`,
        hint: kindOf(config).how,
      }));
    },
  },
  {
    code: 'ACC-DIRECTORY',
    severity: 'warning',
    title: 'In production the Entra tenant is named',
    appliesWhen: both(on('azure', 'azure-stack'), inProduction),
    check: ({ platform }) =>
      when(platform.directory === undefined, () => ({
        path: ['platform', 'directory'],
        message: 'platform.directory is missing: logins and keys go to the tenant of whoever deploys',
        hint: 'add the id of the Microsoft Entra tenant; az account show tells it as tenantId',
      })),
  },
  {
    code: 'ADM-MISSING',
    severity: 'warning',
    title: 'In production somebody is named who administers the cluster',
    appliesWhen: both(onCloud, inProduction),
    check: ({ cluster, platform }) =>
      when(cluster.administrators.length === 0, () => ({
        path: ['cluster', 'administrators'],
        message: 'nobody is named who administers the cluster: only whoever deploys first can reach it',
        hint: platform.provider === 'aws' ? 'add ARNs of IAM roles' : 'add object ids of Entra groups',
      })),
  },
  {
    code: 'ADM-KIND',
    severity: 'error',
    title: 'Administrators and viewers are named as the platform names people',
    appliesWhen: on('aws', 'azure', 'azure-stack'),
    check: (config) => {
      const aws = config.platform.provider === 'aws';
      return people(config).flatMap(({ path, item }): Finding[] =>
        when(!(aws ? roleOrUser : objectId).test(item), () => ({
          path,
          message: aws ? `${item} is no ARN of an IAM role` : `${item} is no object id of an Entra group`,
          hint: aws
            ? 'such as arn:aws:iam::123456789012:role/admins; the root user and sessions of sts are refused'
            : 'such as 00000000-0000-0000-0000-000000000000: az ad group show --group <name> --query id',
        })),
      );
    },
  },
  {
    code: 'ADM-TWICE',
    severity: 'error',
    title: 'Nobody is administrator and viewer at once',
    appliesWhen: onCloud,
    check: ({ cluster }) =>
      numbered(cluster.viewers).flatMap(({ index, item }) =>
        when(cluster.administrators.includes(item) || cluster.viewers.indexOf(item) < index, () => ({
          path: ['cluster', 'viewers', index],
          message: `${item} is named before, and gets one entry`,
          hint: 'leave it in one place; who administers sees everything anyway',
        })),
      ),
  },
  {
    code: 'ADM-USER',
    severity: 'warning',
    title: 'Administrators and viewers are roles: users have keys that do not end',
    appliesWhen: on('aws'),
    check: (config) =>
      people(config).flatMap(({ path, item }) =>
        when(roleOrUser.exec(item)?.[2] === 'user', () => ({
          path,
          message: `${item} is a user, whose keys do not end by themselves`,
          hint: 'name a role that people take for some hours',
        })),
      ),
  },
  {
    code: 'ADM-ACCOUNT',
    severity: 'warning',
    title: 'Administrators and viewers belong to the account of the environment',
    appliesWhen: both(on('aws'), ({ platform }) => platform.account !== undefined),
    check: (config) =>
      people(config).flatMap(({ path, item }) => {
        const account = roleOrUser.exec(item)?.[1];
        return when(account !== undefined && account !== config.platform.account, () => ({
          path,
          message: `${item} belongs to the account ${account}, and the environment to ${config.platform.account}`,
          hint: 'EKS lets in roles of other accounts; see that it is meant',
        }));
      }),
  },
];
