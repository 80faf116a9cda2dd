import { hasFront } from '../../config/model/front';
import { nameOf } from '../../config/model/names';
import type { WorkbenchConfig } from '../../config/schema/workbench';
import { regionalArn } from './account';
import { allow, type Statement } from './policy';

const ec2 = (...names: string[]) => names.map((name) => `ec2:${name}`);
const elb = (...names: string[]) => names.map((name) => `elasticloadbalancing:${name}`);

/**
 * What the AWS Load Balancer Controller needs for network balancers (its installation guide, less firewalls, certificates and application balancers,
 * which nothing here asks for). It changes only what bears the tag of this cluster: the guide allows any cluster of the account.
 */
export function balancerStatements(config: WorkbenchConfig): readonly Statement[] {
  const cluster = nameOf(config, 'cluster');
  const ours = { StringEquals: { 'aws:ResourceTag/elbv2.k8s.aws/cluster': cluster } };
  const oursToBe = { 'aws:RequestTag/elbv2.k8s.aws/cluster': cluster };
  const arn = (service: string, resource: string) => regionalArn(config, '*', service, resource);
  const groups = arn('ec2', 'security-group/*');
  const balancers = arn('elasticloadbalancing', 'loadbalancer/net/*');
  const targets = arn('elasticloadbalancing', 'targetgroup/*');
  const listeners = arn('elasticloadbalancing', 'listener/net/*');
  return [
    allow(
      'Look',
      [
        ...ec2(
          'DescribeAccountAttributes',
          'DescribeAddresses',
          'DescribeAvailabilityZones',
          'DescribeInstances',
          'DescribeInternetGateways',
        ),
        ...ec2('DescribeIpamPools', 'DescribeNetworkInterfaces', 'DescribeRouteTables', 'DescribeSecurityGroups', 'DescribeSubnets'),
        ...ec2('DescribeTags', 'DescribeVpcPeeringConnections', 'DescribeVpcs', 'GetSecurityGroupsForVpc'),
        ...elb('DescribeCapacityReservation', 'DescribeListenerAttributes', 'DescribeListenerCertificates', 'DescribeListeners'),
        ...elb('DescribeLoadBalancerAttributes', 'DescribeLoadBalancers', 'DescribeRules', 'DescribeSSLPolicies', 'DescribeTags'),
        ...elb('DescribeTargetGroupAttributes', 'DescribeTargetGroups', 'DescribeTargetHealth', 'DescribeTrustStores'),
      ],
      '*',
    ),
    allow('FirstBalancerOfAccount', ['iam:CreateServiceLinkedRole'], '*', {
      StringEquals: { 'iam:AWSServiceName': 'elasticloadbalancing.amazonaws.com' },
    }),
    allow('MakeGroup', ec2('CreateSecurityGroup'), [groups, arn('ec2', 'vpc/*')]),
    allow('TagNewGroup', ec2('CreateTags'), groups, {
      StringEquals: { 'ec2:CreateAction': 'CreateSecurityGroup', ...oursToBe },
    }),
    allow(
      'ChangeOwnGroups',
      ec2('AuthorizeSecurityGroupIngress', 'CreateTags', 'DeleteSecurityGroup', 'DeleteTags', 'RevokeSecurityGroupIngress'),
      groups,
      ours,
    ),
    // The group of the cluster must let the balancer in; EKS tags it.
    allow('OpenCluster', ec2('AuthorizeSecurityGroupIngress', 'RevokeSecurityGroupIngress'), groups, {
      StringEquals: { [`aws:ResourceTag/kubernetes.io/cluster/${cluster}`]: 'owned' },
    }),
    allow('MakeBalancer', elb('CreateLoadBalancer', 'CreateTargetGroup'), [balancers, targets], { StringEquals: oursToBe }),
    allow('TagNewBalancer', elb('AddTags'), [balancers, targets, listeners], {
      StringEquals: { 'elasticloadbalancing:CreateAction': ['CreateLoadBalancer', 'CreateTargetGroup', 'CreateListener'], ...oursToBe },
    }),
    allow('MakeListener', elb('CreateListener'), balancers, ours),
    allow(
      'ChangeOwnBalancer',
      [
        ...elb('AddTags', 'DeleteListener', 'DeleteLoadBalancer', 'DeleteTargetGroup', 'DeregisterTargets', 'ModifyCapacityReservation'),
        ...elb('ModifyListener', 'ModifyListenerAttributes', 'ModifyLoadBalancerAttributes', 'ModifyTargetGroup'),
        ...elb('ModifyTargetGroupAttributes', 'RegisterTargets', 'RemoveTags', 'SetIpAddressType', 'SetSecurityGroups', 'SetSubnets'),
      ],
      [balancers, targets, listeners],
      ours,
    ),
    // The group of the balancer before the portals is Terraform's: the controller puts the pods of the gateway into it, and no more.
    ...(hasFront(config)
      ? [
          allow(
            'FillPortals',
            elb('RegisterTargets', 'DeregisterTargets'),
            arn('elasticloadbalancing', `targetgroup/${nameOf(config, 'balancer', 'gateway')}/*`),
          ),
        ]
      : []),
  ];
}
