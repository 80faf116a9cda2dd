import { VpcEndpoint } from '@cdktf/provider-aws/lib/vpc-endpoint';
import type { Construct } from 'constructs';
import { nameOf } from '../../config/model/names';
import type { WorkbenchConfig } from '../../config/schema/workbench';
import { accountOf } from './account';
import { policyText, type Statement } from './policy';

/**
 * Services that nodes and pods of the hub ask, and whether only logins of this account may pass. Pods that take a role by a token of their service
 * account, or by Pod Identity, have no login of any account yet when they ask for one, so these two stay open.
 */
const services = {
  'ecr.api': 'own-account',
  'ecr.dkr': 'own-account',
  sts: 'open',
  logs: 'own-account',
  ec2: 'own-account',
  elasticloadbalancing: 'own-account',
  autoscaling: 'own-account',
  secretsmanager: 'own-account',
  kms: 'own-account',
  'eks-auth': 'open',
} as const satisfies Record<string, 'own-account' | 'open'>;

interface Places {
  readonly vpcId: string;
  readonly subnets: readonly string[];
  readonly routeTables: readonly string[];
  readonly securityGroup: string;
}

/**
 * S3 is reached by a gateway endpoint, which costs nothing and spares the traffic of images and backups through NAT: anything may be read there (registries
 * keep their layers in buckets of others), but written only into buckets of this account, so a stolen pod carries no ledger into somebody else's bucket.
 * The others are reached by interface endpoints in production: the hub goes on when NAT fails, and no login leaves the network. About 8 USD a month and
 * zone each, 240 USD for ten in three zones; a sandbox has none and goes out by NAT.
 */
export function endpoints(scope: Construct, config: WorkbenchConfig, { vpcId, subnets, routeTables, securityGroup }: Places): void {
  const account = accountOf(scope, config);
  const common = (service: string) => ({
    vpcId,
    serviceName: `com.amazonaws.${config.platform.region}.${service}`,
    tags: { Name: nameOf(config, 'network', service.replace('.', '-')) },
  });
  const anybody = { Effect: 'Allow', Principal: '*', Resource: '*' } as const;
  const ours = { 'aws:PrincipalAccount': account };
  const ownAccount: Statement = { ...anybody, Sid: 'LoginsOfThisAccount', Action: '*', Condition: { StringEquals: ours } };
  new VpcEndpoint(scope, 'endpoint-s3', {
    ...common('s3'),
    vpcEndpointType: 'Gateway',
    routeTableIds: [...routeTables],
    policy: policyText(
      { ...anybody, Sid: 'ReadAnything', Action: ['s3:GetObject', 's3:GetObjectVersion', 's3:ListBucket', 's3:GetBucketLocation'] },
      {
        ...anybody,
        Sid: 'WriteIntoThisAccount',
        Action: 's3:*',
        Condition: { StringEquals: { ...ours, 'aws:ResourceAccount': account } },
      },
    ),
  });
  if (config.profile !== 'production') return;
  for (const [service, passes] of Object.entries(services))
    new VpcEndpoint(scope, `endpoint-${service.replace('.', '-')}`, {
      ...common(service),
      vpcEndpointType: 'Interface',
      subnetIds: [...subnets],
      securityGroupIds: [securityGroup],
      // Programs find it by the name that they know anyway.
      privateDnsEnabled: true,
      ...(passes === 'own-account' ? { policy: policyText(ownAccount) } : {}),
    });
}
