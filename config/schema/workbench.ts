import { z } from 'zod';
import { alertsSection } from './alerts';
import { clusterSection } from './cluster';
import { hubSection } from './hub';
import { connectionManagerSection, identitySection } from './identity';
import { byProfile, dnsLabel, domainName, type Profile, profiles } from './kinds';
import { monitoringSection } from './monitoring';
import { networkSection } from './network';
import { operationsSection, residencySection, stateSection } from './operations';
import { participantClustersSection } from './participant-clusters';
import { participantsSection } from './participants';
import { pipelineSection } from './pipeline';
import { type Platform, platformSection } from './platform';
import { portalSection } from './portal';
import { secretsSection } from './secrets';
import { sloSection } from './slo';
import { storesSection } from './stores';
import { certificatesSection, chartsSection, gatewaySection, overridesSection } from './surroundings';
import { testsSection } from './tests';

/**
 * The schema of a workbench file: the only source of names, defaults and documentation.
 * It is a function of the profile and the platform, so a default that differs between sandbox and production, or from cloud to cloud, is written once,
 * beside its field.
 */
export function workbenchSchema(profile: Profile, platform: Platform = 'kubernetes') {
  const by = byProfile(profile);
  return z
    .strictObject({
      environment: dnsLabel(20).describe(
        'Name of the environment: part of names, host names and the path of the state. It can never be changed.',
      ),
      tenant: dnsLabel(20).describe('Who runs the hub; part of names and tags.'),
      domain: domainName.describe('Domain below which every host name of this environment is made: `<service>.<environment>.<domain>`.'),
      profile: z
        .enum(profiles)
        .default('sandbox')
        .describe(
          'Chooses the defaults: `sandbox` is small and cheap, `production` is safe (three zones, protection against deletion, backups, at least three replicas of what is critical).',
        ),
      platform: platformSection,
      residency: residencySection,
      network: networkSection(by),
      cluster: clusterSection(by, platform),
      state: stateSection(by),
      stores: storesSection(by),
      secrets: secretsSection(by),
      gateway: gatewaySection,
      certificates: certificatesSection(by),
      identity: identitySection(by),
      connectionManager: connectionManagerSection,
      hub: hubSection(by),
      participants: participantsSection,
      participantClusters: participantClustersSection,
      tests: testsSection(by),
      portal: portalSection(by),
      monitoring: monitoringSection(by),
      slo: sloSection(by),
      alerts: alertsSection(by),
      operations: operationsSection(by),
      pipeline: pipelineSection(by),
      costCentre: z
        .string()
        .min(1)
        .max(63)
        .regex(/^[\w.@:/ +=-]+$/, 'must be letters, digits, spaces and . @ : / + = - _')
        .optional()
        .describe('Who pays: a tag on everything that can carry one, so that a bill can be taken apart.'),
      tags: z
        .record(z.string().min(1).max(63), z.string().max(256))
        .default({})
        .describe('Labels (and cloud tags) on everything that can carry them.'),
      charts: chartsSection(by),
      overrides: overridesSection,
    })
    .describe('A Mojaloop Workbench environment.');
}

/** A workbench file with every default filled in. */
export type WorkbenchConfig = z.infer<ReturnType<typeof workbenchSchema>>;
/** What a person writes. */
export type WorkbenchFile = z.input<ReturnType<typeof workbenchSchema>>;
export type ParticipantConfig = WorkbenchConfig['participants'][number];
