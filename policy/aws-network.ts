import { blocks, isOn, isSet, isWorld } from './attributes';
import { withCompanion } from './checks';
import type { Policy } from './policy';

/** The network of AWS and its security groups. */
export const awsNetworkPolicies: readonly Policy[] = [
  {
    id: 'AWS-VPC-FLOW-LOGS',
    severity: 'medium',
    title: 'The network keeps a log of its connections',
    why: 'after an incident nobody could say who talked to whom',
    references: ['CIS AWS 3.7', 'CKV2_AWS_11'],
    reads: ['aws_vpc'],
    check: withCompanion('aws_flow_log', 'keeps no flow log'),
  },
  {
    id: 'AWS-VPC-DEFAULT-CLOSED',
    severity: 'high',
    title: 'The default security group lets nothing through',
    why: 'whatever is made without a group of its own would be open to its neighbours',
    references: ['CIS AWS 5.4', 'CKV2_AWS_12'],
    reads: ['aws_vpc'],
    check: withCompanion(
      'aws_default_security_group',
      'leaves its default security group open',
      (group) => blocks(group, 'ingress').length === 0 && blocks(group, 'egress').length === 0,
    ),
  },
  {
    id: 'AWS-SUBNET-NO-PUBLIC-ADDRESS',
    severity: 'medium',
    title: 'Nothing gets a public address by itself',
    why: 'a node in the wrong subnet would stand on the internet',
    references: ['CKV_AWS_130'],
    reads: ['aws_subnet'],
    check: ({ map_public_ip_on_launch: given }) => (isOn(given) ? 'gives public addresses' : undefined),
  },
  {
    id: 'AWS-GROUP-NOT-THE-WORLD',
    severity: 'critical',
    title: 'No security group lets the whole world in',
    why: 'stores and nodes would be attacked within minutes',
    references: ['CIS AWS 5.2', 'CKV_AWS_24', 'CKV_AWS_260'],
    reads: ['aws_security_group', 'aws_security_group_rule', 'aws_vpc_security_group_ingress_rule'],
    check: (attributes, { type }) => {
      const rules = type === 'aws_security_group' ? blocks(attributes, 'ingress') : [attributes];
      const inbound = rules.filter((rule) => type !== 'aws_security_group_rule' || rule.type === 'ingress');
      const open = inbound.some(({ cidr_blocks: many, cidr_ipv4: one, cidr_ipv6: six }) => [many, one, six].some(isWorld));
      return open ? 'lets 0.0.0.0/0 in' : undefined;
    },
  },
  {
    id: 'AWS-GROUP-DESCRIBED',
    severity: 'low',
    title: 'Security groups say what they are for',
    why: 'nobody dares to remove a rule that nobody can explain',
    references: ['CKV_AWS_23'],
    reads: ['aws_security_group', 'aws_vpc_security_group_ingress_rule', 'aws_vpc_security_group_egress_rule'],
    check: ({ description }) => (isSet(description) ? undefined : 'has no description'),
  },
];
