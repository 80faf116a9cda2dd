import { DefaultSecurityGroup } from '@cdktf/provider-aws/lib/default-security-group';
import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { VpcSecurityGroupEgressRule } from '@cdktf/provider-aws/lib/vpc-security-group-egress-rule';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import type { Construct } from 'constructs';
import { nameOf } from '../../config/model/names';
import { cloudPlan } from '../../config/model/network-plan';
import type { WorkbenchConfig } from '../../config/schema/workbench';

interface Purpose {
  /** Stands at the group for ever: another text would replace it, and with it what belongs to it. */
  readonly description: string;
  readonly port: number;
  /** `cluster`: nodes and pods. `network`: everybody inside, such as a person who came by a VPN. */
  readonly from: 'cluster' | 'network';
}

/** Who may connect to what. Nothing of it opens a connection by itself, but for the Kubernetes API. */
const purposes = {
  mysql: { description: 'Managed MySQL', port: 3306, from: 'cluster' },
  kafka: { description: 'Managed Kafka by SASL/SCRAM over TLS', port: 9096, from: 'cluster' },
  documentStore: { description: 'Managed MongoDB', port: 27017, from: 'cluster' },
  cache: { description: 'Managed Redis', port: 6379, from: 'cluster' },
  endpoints: { description: 'Endpoints of services of AWS', port: 443, from: 'cluster' },
  cluster: { description: 'Kubernetes API inside the network', port: 443, from: 'network' },
} as const satisfies Record<string, Purpose>;
export type SecurityPurpose = keyof typeof purposes;

/**
 * One security group a purpose, and the one that every VPC comes with emptied, so that what is put nowhere reaches nobody (CIS AWS 5.4).
 * Pods on AWS have addresses of the subnets of the cluster, so ranges say who may connect: they hold whatever groups nodes get from EKS.
 * Free of charge; all are made from the start, so that a store that is chosen later changes nothing here.
 * @returns their ids
 */
export function securityGroups(scope: Construct, config: WorkbenchConfig, vpcId: string): Readonly<Record<SecurityPurpose, string>> {
  new DefaultSecurityGroup(scope, 'closed', { vpcId, ingress: [], egress: [], tags: { Name: nameOf(config, 'network', 'closed') } });
  const { cluster } = cloudPlan(config);
  const ranges = { cluster, network: [config.network.addressSpace] };
  const make = (name: SecurityPurpose): string => {
    const { description, port, from } = purposes[name];
    const part = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    // Names are unique within a network only, and may not begin with `sg-`, as that of a tenant may.
    const group = new SecurityGroup(scope, part, { vpcId, name: part, description, tags: { Name: nameOf(config, 'network', part) } });
    ranges[from].forEach((cidrIpv4, at) => {
      new VpcSecurityGroupIngressRule(scope, `${part}-from-${from}-${at + 1}`, {
        securityGroupId: group.id,
        description: `from the ${from}`,
        cidrIpv4,
        ipProtocol: 'tcp',
        fromPort: port,
        toPort: port,
      });
    });
    if (name === 'cluster')
      cluster.forEach((cidrIpv4, at) => {
        // Kubelets, webhooks and aggregated APIs listen on any port.
        new VpcSecurityGroupEgressRule(scope, `cluster-to-nodes-${at + 1}`, {
          securityGroupId: group.id,
          description: 'to nodes and pods',
          cidrIpv4,
          ipProtocol: 'tcp',
          fromPort: 0,
          toPort: 65535,
        });
      });
    return group.id;
  };
  return {
    mysql: make('mysql'),
    kafka: make('kafka'),
    documentStore: make('documentStore'),
    cache: make('cache'),
    endpoints: make('endpoints'),
    cluster: make('cluster'),
  };
}
