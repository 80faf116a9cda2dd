import { Eip } from '@cdktf/provider-aws/lib/eip';
import { InternetGateway } from '@cdktf/provider-aws/lib/internet-gateway';
import { NatGateway } from '@cdktf/provider-aws/lib/nat-gateway';
import { RouteTable } from '@cdktf/provider-aws/lib/route-table';
import { RouteTableAssociation } from '@cdktf/provider-aws/lib/route-table-association';
import { Subnet } from '@cdktf/provider-aws/lib/subnet';
import { Vpc } from '@cdktf/provider-aws/lib/vpc';
import { Fn } from 'cdktf';
import { awsZoneIds } from '../../config/model/aws-regions';
import { nameOf } from '../../config/model/names';
import { cloudPlan } from '../../config/model/network-plan';
import type { Capabilities, Network } from '../contracts';
import { endpoints } from './endpoints';
import { networkAcls } from './network-acls';
import { securityGroups } from './security-groups';

/**
 * A VPC over the zones of the environment: public subnets for balancers and NAT gateways, private ones for nodes and pods, data subnets that no route
 * leads out of. One NAT gateway, or one a zone (`network.nat`): each costs about 35 USD a month and its traffic, and has the fixed address that
 * participants put on their allow-lists. The address space can never be changed. What may talk to what: security-groups.ts and network-acls.ts.
 */
export const network: Capabilities['network'] = (scope, model): Network => {
  const { config } = model;
  const plan = cloudPlan(config);
  const zoneIds = awsZoneIds(config.platform.region);
  const name = (part: string) => ({ Name: nameOf(config, 'network', part) });
  const vpc = new Vpc(scope, 'vpc', {
    cidrBlock: config.network.addressSpace,
    enableDnsHostnames: true,
    enableDnsSupport: true,
    tags: { Name: nameOf(config, 'network') },
  });
  const subnets = (kind: string, ranges: readonly string[], tags: Readonly<Record<string, string>> = {}) =>
    ranges.map(
      (cidrBlock, at) =>
        new Subnet(scope, `${kind}-${at + 1}`, {
          vpcId: vpc.id,
          cidrBlock,
          ...(zoneIds ? { availabilityZoneId: zoneIds[at] } : { availabilityZone: plan.zones[at] }),
          // Nothing is reached from outside because it was started in the wrong place: a public address is asked for by name.
          mapPublicIpOnLaunch: false,
          tags: { ...name(`${kind}-${at + 1}`), ...tags },
        }),
    );
  // Balancers of the cluster find their subnets by these tags (AWS Load Balancer Controller, subnet discovery).
  const publicSubnets = subnets('public', plan.public, { 'kubernetes.io/role/elb': '1' });
  const clusterSubnets = subnets('cluster', plan.cluster, { 'kubernetes.io/role/internal-elb': '1' });
  const dataSubnets = subnets('data', plan.data);
  const endpointSubnets = subnets('endpoint', plan.endpoints);

  const internet = new InternetGateway(scope, 'internet', { vpcId: vpc.id, tags: name('internet') });
  const table = (id: string, members: readonly Subnet[], route?: object) => {
    const made = new RouteTable(scope, `routes-${id}`, {
      vpcId: vpc.id,
      ...(route ? { route: [{ cidrBlock: '0.0.0.0/0', ...route }] } : { route: [] }),
      tags: name(id),
    });
    // By the name of the subnet: another zone moves no other subnet to another place.
    for (const subnet of members)
      new RouteTableAssociation(scope, `routes-${id}-member-${subnet.node.id}`, { routeTableId: made.id, subnetId: subnet.id });
    return made;
  };
  table('public', publicSubnets, { gatewayId: internet.id });
  const gateways = publicSubnets.slice(0, config.network.nat === 'zone' ? undefined : 1).map((subnet, at) => {
    const address = new Eip(scope, `nat-address-${at + 1}`, { domain: 'vpc', tags: name(`nat-${at + 1}`) });
    const gateway = new NatGateway(scope, `nat-${at + 1}`, {
      allocationId: address.id,
      subnetId: subnet.id,
      tags: name(`nat-${at + 1}`),
      dependsOn: [internet],
    });
    return { address, gateway };
  });
  const clusterTables = clusterSubnets.map((subnet, at) =>
    table(`cluster-${at + 1}`, [subnet], { natGatewayId: (gateways[at] ?? gateways[0])?.gateway.id }),
  );
  table('data', [...dataSubnets, ...endpointSubnets]);

  // Fixed as long as the environment lives: participants allow them, and a new balancer takes them over. About 4 USD a month each.
  const ingress = publicSubnets.map(
    (_, at) => new Eip(scope, `ingress-address-${at + 1}`, { domain: 'vpc', tags: name(`ingress-${at + 1}`) }),
  );

  const ids = (list: readonly { readonly id: string }[]) => list.map(({ id }) => id);
  networkAcls(scope, config, vpc, {
    routed: ids([...publicSubnets, ...clusterSubnets]),
    inside: ids([...dataSubnets, ...endpointSubnets]),
  });
  const purposes = securityGroups(scope, config, vpc.id);
  endpoints(scope, config, {
    vpcId: vpc.id,
    subnets: ids(endpointSubnets),
    routeTables: ids(clusterTables),
    securityGroup: purposes.endpoints,
  });
  return {
    id: vpc.id,
    clusterSubnets: ids(clusterSubnets),
    dataSubnets: ids(dataSubnets),
    publicSubnets: ids(publicSubnets),
    endpointSubnets: ids(endpointSubnets),
    ingressAddresses: Fn.join(',', ids(ingress)),
    egressAddresses: gateways.map(({ address }) => address.publicIp),
    purposes,
  };
};
