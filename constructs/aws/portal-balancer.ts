import { Lb } from '@cdktf/provider-aws/lib/lb';
import { LbListener } from '@cdktf/provider-aws/lib/lb-listener';
import { LbTargetGroup } from '@cdktf/provider-aws/lib/lb-target-group';
import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { VpcSecurityGroupEgressRule } from '@cdktf/provider-aws/lib/vpc-security-group-egress-rule';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import type { Construct } from 'constructs';
import { nameOf } from '../../config/model/names';
import { cloudPlan } from '../../config/model/network-plan';
import type { WorkbenchConfig } from '../../config/schema/workbench';
import type { FrontNeeds } from '../contracts';
import { proxyPort } from '../in-cluster/front-service';

export interface PortalBalancer {
  readonly balancer: Lb;
  readonly group: LbTargetGroup;
  /** Id of the security group that the balancer has. */
  readonly guard: string;
}

/** TLS 1.3, and 1.2 with forward secrecy for browsers that are no newer (docs.aws.amazon.com, security policies of application balancers). */
const tlsPolicy = 'ELBSecurityPolicy-TLS13-1-2-2021-06';

/** Who may connect: everybody where it is public, because WAF decides by name and address; the network where it is not. And on to the proxies alone. */
function securityGroup(scope: Construct, config: WorkbenchConfig, vpcId: string): string {
  const guard = new SecurityGroup(scope, 'guard', {
    vpcId,
    name: 'portals',
    description: 'Pages of operators and portals',
    tags: { Name: nameOf(config, 'network', 'portals') },
  });
  const internal = config.gateway.waf.reach === 'internal';
  new VpcSecurityGroupIngressRule(scope, 'guard-in', {
    securityGroupId: guard.id,
    description: internal ? 'from the network' : 'from browsers, which WAF looks at',
    cidrIpv4: internal ? config.network.addressSpace : '0.0.0.0/0',
    ipProtocol: 'tcp',
    fromPort: 443,
    toPort: 443,
  });
  cloudPlan(config).cluster.forEach((cidrIpv4, at) => {
    new VpcSecurityGroupEgressRule(scope, `guard-out-${at + 1}`, {
      securityGroupId: guard.id,
      description: 'to the gateway in the cluster',
      cidrIpv4,
      ipProtocol: 'tcp',
      fromPort: proxyPort,
      toPort: proxyPort,
    });
  });
  return guard.id;
}

/**
 * The balancer that ends TLS with the certificate of Amazon and speaks TLS again to the gateway. About 18 USD a month, and by what goes through it.
 * Protected against deletion with `operations.deletionProtection`. What is malformed is refused, not passed on (request smuggling).
 */
export function portalBalancer(scope: Construct, config: WorkbenchConfig, { network, dnsZones }: FrontNeeds): PortalBalancer {
  const internal = config.gateway.waf.reach === 'internal';
  const guard = securityGroup(scope, config, network.id);
  const balancer = new Lb(scope, 'balancer', {
    name: nameOf(config, 'balancer', 'portals'),
    loadBalancerType: 'application',
    internal,
    subnets: [...(internal ? network.clusterSubnets : network.publicSubnets)],
    securityGroups: [guard],
    dropInvalidHeaderFields: true,
    desyncMitigationMode: 'strictest',
    enableDeletionProtection: config.operations.deletionProtection,
    // Without WAF nothing is let through.
    enableWafFailOpen: false,
    // The gateway must see the name that the browser asked for, and believes the sender that the balancer appends.
    preserveHostHeader: true,
    xffHeaderProcessingMode: 'append',
    // Pages of the testing toolkit keep a WebSocket open.
    idleTimeout: 120,
  });
  const group = new LbTargetGroup(scope, 'gateway', {
    name: nameOf(config, 'balancer', 'gateway'),
    vpcId: network.id,
    targetType: 'ip',
    protocol: 'HTTPS',
    port: proxyPort,
    // The gateway has no page of its own: that it answers at all, by TLS, is what counts.
    healthCheck: {
      enabled: true,
      protocol: 'HTTPS',
      path: '/',
      matcher: '200-499',
      interval: 15,
      healthyThreshold: 2,
      unhealthyThreshold: 2,
    },
    deregistrationDelay: '30',
  });
  new LbListener(scope, 'https', {
    loadBalancerArn: balancer.arn,
    port: 443,
    protocol: 'HTTPS',
    sslPolicy: tlsPolicy,
    certificateArn: dnsZones.certificate,
    defaultAction: [{ type: 'forward', targetGroupArn: group.arn }],
    routingHttpResponseServerEnabled: false,
    routingHttpResponseStrictTransportSecurityHeaderValue: 'max-age=31536000',
  });
  return { balancer, group, guard };
}
