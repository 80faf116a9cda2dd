import { z } from 'zod';
import { type ByProfile, cidr, dnsLabel } from './kinds';

const ipv4Range = z.cidrv4();

export const networkSection = (by: ByProfile) =>
  z
    .strictObject({
      clusterDomain: z.string().default('cluster.local').describe('DNS domain of Services inside the cluster.'),
      addressSpace: ipv4Range
        .default('10.64.0.0/16')
        .describe('Range of the network that a cloud makes for the hub. Subnets are planned inside it. It can never be changed.'),
      podRange: ipv4Range
        .default('10.244.0.0/16')
        .describe('Range of pods where they have one of their own (azure, azure-stack); on AWS pods have addresses of the network.'),
      serviceRange: ipv4Range.default('172.20.0.0/16').describe('Range of Services inside the cluster.'),
      nat: z
        .enum(['one', 'zone'])
        .default(by('one', 'zone'))
        .describe(
          'Ways out with a fixed address: one, or one a zone so that the loss of a zone cuts nobody off. Each costs about 35 USD a month on AWS.',
        ),
      flowLogs: z.boolean().default(by(false, true)).describe('Keep a log of every connection of the network.'),
      apiServer: cidr
        .optional()
        .describe('Address range of the Kubernetes API server; pods that must reach it are limited to it when given.'),
      dnsNamespace: dnsLabel().default('kube-system').describe('Namespace of the cluster DNS; every pod may ask it.'),
      egress: z
        .array(
          z.strictObject({
            namespace: dnsLabel().describe('Namespace of the environment whose pods may connect.'),
            to: cidr.describe('Addresses they may reach.'),
            port: z.int().min(1).max(65535).describe('TCP port they may reach.'),
            why: z.string().min(1).describe('The reason, for whoever reviews the rules.'),
          }),
        )
        .default([])
        .describe('Connections out of the cluster beyond those the hub itself needs, each with its reason.'),
      parentZone: z
        .string()
        .min(1)
        .optional()
        .describe(
          'DNS zone of `domain` in the same account, by name: it gets the delegation of the zone of this environment. Left out: delegate by hand.',
        ),
    })
    .prefault({})
    .describe('Network facts and the exceptions to default-deny.');
