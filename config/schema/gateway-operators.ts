import { z } from 'zod';
import { plainText } from './kinds';

/** Fields of `gateway` about the way in for people who run the hub. */
export const operatorFields = {
  operators: z
    .strictObject({
      balancer: z
        .enum(['shared', 'internal'])
        .default('shared')
        .describe(
          'Which balancer leads to what is for operators alone: Grafana, the portal, testing toolkits, administration of the ledger and settlement. `shared`: that of participants, for `operatorAddresses` alone. `internal`: a gateway and a balancer of its own with an address of the network, for those who come by a line or a VPN; nothing of it is reached from the internet. About 20 USD a month on AWS and Azure. A change moves names to another address: pages are away until their records have changed, a few minutes.',
        ),
      address: z
        .ipv4()
        .optional()
        .describe(
          'Fixed address of the internal balancer. On Azure one of the first subnet of nodes (left out: one near its end), elsewhere one that the balancer of the cluster may give out. AWS chooses by itself.',
        ),
      loadBalancerClass: plainText
        .optional()
        .describe('Class of the balancer that gives out addresses of the network, where the cluster exists already and has several.'),
      annotations: z
        .record(z.string(), plainText)
        .default({})
        .describe('Annotations by which the balancer of a cluster that exists gives an address of the network.'),
    })
    .prefault({})
    .describe('The way in for operators.'),
} as const;
