import { EcrPullThroughCacheRule } from '@cdktf/provider-aws/lib/ecr-pull-through-cache-rule';
import { EcrRegistryScanningConfiguration } from '@cdktf/provider-aws/lib/ecr-registry-scanning-configuration';
import { EcrRepositoryCreationTemplate } from '@cdktf/provider-aws/lib/ecr-repository-creation-template';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { nameOf } from '../../config/model/names';
import { tagsOf } from '../../config/model/tags';
import type { WorkbenchConfig } from '../../config/schema/workbench';
import type { Capabilities, ContainerRegistry } from '../contracts';
import { accountOf, regionalArn } from './account';
import { policyText, roleOfService } from './policy';

/** Registries that ask for no login, by what their images stand below. */
const upstreams = { k8s: 'registry.k8s.io', quay: 'quay.io', aws: 'public.ecr.aws' } as const;

/** What the repositories of an environment stand below: those of two in one account do not meet. */
export const cachePrefix = (config: WorkbenchConfig): string => nameOf(config, 'imageCache');

/**
 * Caches in ECR of registries that need no login: `<host>/quay/<image>` is fetched from quay.io once, then served from here, also when quay.io is away.
 * Repositories are made with the first pull: encrypted with the key `data`, and with tags that never move, so nobody upstream changes what runs here.
 * Docker Hub and ghcr.io want a login: put it into Secrets Manager as `ecr-pullthroughcache/<name>` (`username`, `accessToken`) and make a rule of the
 * prefix `<prefix>/docker` with it by hand, or name a mirror of your own in `charts.images`.
 * Images are scanned when they come, free of charge. That setting belongs to the whole registry of the account and region; every environment writes the
 * same into it, and one that is destroyed takes it along until the next deploy of another. About 0.10 USD a GB and month.
 */
export const containerRegistry: Capabilities['containerRegistry'] = (scope, { config }, { keys }): ContainerRegistry => {
  const account = accountOf(scope, config);
  const prefix = cachePrefix(config);
  const role = new IamRole(scope, 'caches-role', {
    name: nameOf(config, 'role', 'image-caches'),
    description: 'Makes the repositories of image caches, encrypted and with their tags',
    assumeRolePolicy: roleOfService('ecr.amazonaws.com', account),
  });
  new IamRolePolicy(scope, 'caches-rights', {
    name: 'make',
    role: role.id,
    policy: policyText(
      {
        Sid: 'OwnRepositories',
        Effect: 'Allow',
        Action: ['ecr:CreateRepository', 'ecr:ReplicateImage', 'ecr:TagResource'],
        Resource: regionalArn(config, account, 'ecr', `repository/${prefix}/*`),
      },
      { Sid: 'OwnKey', Effect: 'Allow', Action: ['kms:CreateGrant', 'kms:RetireGrant', 'kms:DescribeKey'], Resource: keys.data },
    ),
  });
  const template = new EcrRepositoryCreationTemplate(scope, 'caches', {
    prefix,
    description: 'Image caches of the hub',
    appliedFor: ['PULL_THROUGH_CACHE'],
    customRoleArn: role.arn,
    encryptionConfiguration: [{ encryptionType: 'KMS', kmsKey: keys.data }],
    imageTagMutability: 'IMMUTABLE',
    resourceTags: { ...tagsOf(config) },
  });
  for (const [name, upstreamRegistryUrl] of Object.entries(upstreams))
    new EcrPullThroughCacheRule(scope, name, { ecrRepositoryPrefix: `${prefix}/${name}`, upstreamRegistryUrl, dependsOn: [template] });
  new EcrRegistryScanningConfiguration(scope, 'scans', {
    scanType: 'BASIC',
    rule: [{ scanFrequency: 'SCAN_ON_PUSH', repositoryFilter: [{ filter: '*', filterType: 'WILDCARD' }] }],
  });
  return { host: `${account}.dkr.ecr.${config.platform.region}.amazonaws.com/${prefix}`, id: account };
};
