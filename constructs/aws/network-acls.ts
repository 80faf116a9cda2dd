import { DefaultNetworkAcl } from '@cdktf/provider-aws/lib/default-network-acl';
import { NetworkAcl, type NetworkAclIngress } from '@cdktf/provider-aws/lib/network-acl';
import type { Vpc } from '@cdktf/provider-aws/lib/vpc';
import type { Construct } from 'constructs';
import { nameOf } from '../../config/model/names';
import type { WorkbenchConfig } from '../../config/schema/workbench';

const anywhere = '0.0.0.0/0';
const rule = (ruleNo: number, protocol: string, cidrBlock: string, fromPort = 0, toPort = 0): NetworkAclIngress => ({
  ruleNo,
  action: 'allow',
  protocol,
  cidrBlock,
  fromPort,
  toPort,
});

/** Balancers listen on the first two. Answers come back on any port from 1024 (NAT gateways use them all), since these lists know no connections. */
const fromOutside = [
  rule(200, 'tcp', anywhere, 80, 80),
  rule(210, 'tcp', anywhere, 443, 443),
  rule(220, 'tcp', anywhere, 1024, 65535),
  rule(230, 'udp', anywhere, 1024, 65535),
  // "Fragmentation needed": without it large answers vanish on lines with a smaller packet size.
  { ...rule(240, 'icmp', anywhere), icmpType: 3, icmpCode: 4 },
];

/**
 * Lists at the edge of subnets, behind which security groups say the rest: stores and endpoints talk to the network and to nobody else, even if somebody
 * gives them a route; what is routed gets no connection from outside below port 1024 but those of web and TLS. The list that every VPC comes with is
 * emptied: a subnet without one of ours is cut off instead of open. Free of charge.
 */
export function networkAcls(
  scope: Construct,
  config: WorkbenchConfig,
  vpc: Vpc,
  subnets: { readonly routed: readonly string[]; readonly inside: readonly string[] },
): void {
  const name = (part: string) => ({ Name: nameOf(config, 'network', part) });
  const own = rule(100, '-1', config.network.addressSpace);
  new DefaultNetworkAcl(scope, 'closed-list', {
    defaultNetworkAclId: vpc.defaultNetworkAclId,
    tags: name('closed'),
    // AWS puts every subnet here until it has its own.
    lifecycle: { ignoreChanges: ['subnet_ids'] },
  });
  new NetworkAcl(scope, 'routed-list', {
    vpcId: vpc.id,
    subnetIds: [...subnets.routed],
    ingress: [own, ...fromOutside],
    egress: [rule(100, '-1', anywhere)],
    tags: name('routed'),
  });
  new NetworkAcl(scope, 'inside-list', {
    vpcId: vpc.id,
    subnetIds: [...subnets.inside],
    ingress: [own],
    egress: [own],
    tags: name('inside'),
  });
}
