import { DataAwsRoute53Zone } from '@cdktf/provider-aws/lib/data-aws-route53-zone';
import { Route53Record } from '@cdktf/provider-aws/lib/route53-record';
import { Route53Zone } from '@cdktf/provider-aws/lib/route53-zone';
import type { Capabilities, DnsZones } from '../contracts';
import { certificate } from './certificate';

/**
 * The public zone `<environment>.<domain>`, a private one `internal.<environment>.<domain>` that only the network sees, and a certificate of Amazon for
 * the public names. 0.50 USD a month each. A new public zone has new name servers: the parent zone must be told, by this stack where
 * `network.parentZone` names it, else by a person who reads the output `dnsZones`.
 * The private zone has a name of its own, because one of the same name would hide all public names from pods, and cert-manager would wait for ever
 * for a record that it has just written.
 * Questions are not logged: those at the public zone can be kept in another region only (us-east-1), and those of pods would hold little beyond the
 * flow logs. Answers are not signed (DNSSEC): its key too must be in us-east-1, and a parent that forgets it cuts the hub off.
 */
export const dnsZones: Capabilities['dnsZones'] = (scope, { config, hosts: { base } }, { network }): DnsZones => {
  // Pods write records too, which nobody else takes away.
  const forceDestroy = !config.operations.deletionProtection;
  const publicZone = new Route53Zone(scope, 'public', { name: base, comment: `Public names of ${base}`, forceDestroy });
  const privateZone = new Route53Zone(scope, 'private', {
    name: `internal.${base}`,
    comment: `Names of ${base} inside its network`,
    forceDestroy,
    vpc: [{ vpcId: network.id }],
  });
  const { parentZone } = config.network;
  const delegation = parentZone
    ? new Route53Record(scope, 'delegation', {
        zoneId: new DataAwsRoute53Zone(scope, 'parent', { name: parentZone, privateZone: false }).zoneId,
        name: base,
        type: 'NS',
        // An hour: a zone that is made anew is found again before long.
        ttl: 3600,
        records: publicZone.nameServers,
      })
    : undefined;
  return {
    publicZone: publicZone.zoneId,
    privateZone: privateZone.zoneId,
    nameServers: publicZone.nameServers,
    certificate: certificate(scope, { base, zoneId: publicZone.zoneId, delegation }),
  };
};
