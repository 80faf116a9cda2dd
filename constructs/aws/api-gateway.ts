import { Route53Record } from '@cdktf/provider-aws/lib/route53-record';
import { frontedHosts, frontSources } from '../../config/model/front';
import type { Capabilities, MadeFront } from '../contracts';
import { frontService, proxyPort } from '../in-cluster/front-service';
import type { KubernetesObject } from '../in-cluster/objects';
import { portalBalancer } from './portal-balancer';
import { webAcl } from './web-acl';

/** Name of the Service and of the binding in the namespace of the gateway. */
const portals = 'portals';

/**
 * An application balancer with WAF before the pages of operators and portals. A balancer that ends TLS would hide the certificates of participants, and WAF
 * can't stand before a network balancer: so the APIs of participants go on to the gateway by the network balancer, untouched, and only what people
 * open in a browser comes this way. Target are the pods of the gateway: the controller that makes the network balancer keeps their addresses.
 */
export const apiGateway: Capabilities['apiGateway'] = (scope, model, needs): MadeFront => {
  const { config, hosts } = model;
  const names = frontedHosts(config, hosts);
  const { balancer, group, guard } = portalBalancer(scope, config, needs);
  webAcl(scope, model, { protects: balancer.arn, key: needs.keys.data });
  for (const name of names)
    new Route53Record(scope, `name-${name.split('.')[0]}`, {
      zoneId: needs.dnsZones.publicZone,
      name,
      type: 'A',
      alias: { name: balancer.dnsName, zoneId: balancer.zoneId, evaluateTargetHealth: true },
    });
  const binding: KubernetesObject = {
    apiVersion: 'elbv2.k8s.aws/v1beta1',
    kind: 'TargetGroupBinding',
    metadata: { name: portals, namespace: config.gateway.namespace },
    spec: {
      serviceRef: { name: portals, port: 443 },
      targetGroupARN: group.arn,
      targetType: 'ip',
      networking: {
        ingress: [{ from: [{ securityGroup: { groupID: guard } }], ports: [{ protocol: 'TCP', port: proxyPort }] }],
      },
    },
  };
  return {
    hosts: names,
    addresses: [balancer.dnsName],
    sources: frontSources(config),
    clients: {},
    objects: [frontService(config, portals, { type: 'ClusterIP' }), binding],
  };
};
