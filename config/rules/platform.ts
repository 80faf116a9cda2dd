import { type NotOffered, offerOf } from '../capabilities';
import { localParticipants, namespacesOf } from '../model/namespaces';
import { didYouMean } from '../problems';
import type { WorkbenchConfig } from '../schema/workbench';
import { always, type Finding, numbered, ownVault, type Rule, when } from './rule';

const onKubernetes = ({ platform }: WorkbenchConfig) => platform.provider === 'kubernetes';
const refused = (offer: ReturnType<typeof offerOf>): offer is NotOffered => !offer.offered;

/** What each state backend cannot do without. */
const stateNeeds = {
  local: [],
  s3: ['bucket', 'region'],
  azurerm: ['account', 'bucket', 'resourceGroup'],
  kubernetes: [],
  http: ['address'],
} as const satisfies Record<WorkbenchConfig['state']['backend'], readonly (keyof WorkbenchConfig['state'])[]>;
const stateKeys = ['bucket', 'account', 'resourceGroup', 'region', 'address'] as const;

export const platformRules: readonly Rule[] = [
  {
    code: 'PLT-REGION-MISSING',
    severity: 'error',
    title: 'A cloud is told which region',
    appliesWhen: ({ platform }) => platform.provider !== 'kubernetes',
    check: ({ platform }) =>
      when(platform.region === undefined, () => ({
        path: ['platform', 'region'],
        message: 'platform.region is missing',
        hint: 'everything of the hub is made in one region, such as eu-west-1 (aws) or southafricanorth (azure)',
      })),
  },
  {
    code: 'PLT-ENDPOINT',
    severity: 'warning',
    title: 'Everything goes to the cloud itself',
    appliesWhen: ({ platform }) => platform.endpoint !== undefined && platform.provider === 'aws',
    check: ({ platform }) => [
      {
        path: ['platform', 'endpoint'],
        message: `everything goes to ${platform.endpoint}, not to AWS`,
        hint: 'right for a rehearsal with an emulator; remove it for a real deployment',
      },
    ],
  },
  {
    code: 'PLT-STATE-CLUSTER',
    severity: 'error',
    title: 'The state of a cluster is not kept inside it',
    appliesWhen: ({ state }) => state.backend === 'kubernetes',
    check: ({ platform }) =>
      when(!refused(offerOf(platform, 'cluster')), () => ({
        path: ['state', 'backend'],
        message: `the cluster that ${platform.provider} makes cannot hold the state it is made from`,
        hint: 'write s3, azurerm, http (GitLab) or local',
      })),
  },
  {
    code: 'PLT-CONTEXT',
    severity: 'error',
    title: 'An existing cluster is named by its context',
    appliesWhen: onKubernetes,
    check: ({ platform }) =>
      when(platform.context === undefined, () => ({
        path: ['platform', 'context'],
        message: 'platform.context is missing',
        hint: 'nobody should deploy to whatever context is current: kubectl config get-contexts lists the names',
      })),
  },
  {
    code: 'PLT-REGION',
    severity: 'warning',
    title: 'Settings of a cloud stand beside a cloud only',
    appliesWhen: onKubernetes,
    check: ({ platform }) =>
      when(platform.region !== undefined, () => ({
        path: ['platform', 'region'],
        message: `region ${platform.region} has no effect on an existing cluster`,
        hint: 'remove it',
      })),
  },
  {
    code: 'PLT-SEAL',
    severity: 'error',
    title: 'Vault opens itself only by a key service that the platform has',
    appliesWhen: ownVault,
    check: ({ platform, secrets: { vault } }) => {
      const offer = offerOf(platform, 'keys');
      if (vault.seal === undefined || vault.seal === 'shamir' || !refused(offer)) return [];
      return [
        { path: ['secrets', 'vault', 'seal'], message: `seal ${vault.seal} needs a key service: ${offer.reason}`, hint: offer.instead },
      ];
    },
  },
  {
    code: 'PLT-STATE',
    severity: 'error',
    title: 'The state backend has what it needs',
    appliesWhen: always,
    check: ({ state }) =>
      stateNeeds[state.backend]
        .filter((key) => state[key] === undefined)
        .map((key) => ({ path: ['state', key], message: `state.${key} is missing`, hint: `the ${state.backend} backend needs it` })),
  },
  {
    code: 'PLT-STATE-UNUSED',
    severity: 'warning',
    title: 'The state section holds settings of its backend only',
    appliesWhen: always,
    check: ({ state }) => {
      const needs: readonly string[] = stateNeeds[state.backend];
      return stateKeys
        .filter((key) => state[key] !== undefined && !needs.includes(key))
        .map((key) => ({ path: ['state', key], message: `${key} has no effect on the ${state.backend} backend`, hint: 'remove it' }));
    },
  },
  {
    code: 'PLT-ACME-EMAIL',
    severity: 'error',
    title: 'An ACME account has a contact',
    appliesWhen: ({ certificates }) => certificates.issuer === 'acme',
    check: ({ certificates }) =>
      when(certificates.email === undefined, () => ({
        path: ['certificates', 'email'],
        message: 'certificates.email is missing',
        hint: 'the authority writes there before certificates end',
      })),
  },
  {
    code: 'PLT-ACME-WILDCARD',
    severity: 'warning',
    title: 'Wildcard certificates come from an issuer that can sign them',
    appliesWhen: ({ certificates, platform }) => certificates.issuer === 'acme' && refused(offerOf(platform, 'dnsZones')),
    check: () => [
      {
        path: ['certificates', 'issuer'],
        message: 'an ACME authority signs wildcards by DNS-01 only, and the platform has no DNS zone to prove it in',
        hint: 'write existing, with a ClusterIssuer of yours that solves DNS-01, or vault',
      },
    ],
  },
  {
    code: 'PLT-CERTIFICATE-LIFE',
    severity: 'error',
    title: 'Server certificates end before the CA that signs them',
    appliesWhen: ({ certificates }) => certificates.issuer === 'vault',
    check: ({ certificates: { validityHours, caValidityHours } }) =>
      when(validityHours >= caValidityHours, () => ({
        path: ['certificates', 'validityHours'],
        message: `certificates of ${validityHours} hours outlive their CA of ${caValidityHours} hours`,
        hint: 'shorten validityHours or lengthen caValidityHours',
      })),
  },
  {
    code: 'NET-EGRESS-NAMESPACE',
    severity: 'error',
    title: 'Exceptions to default-deny are for namespaces of the environment',
    appliesWhen: ({ network }) => network.egress.length > 0,
    check: (config) => {
      const names = namespacesOf(config).map(({ name }) => name);
      const managers = new Set(localParticipants(config).map(({ id }) => id));
      return numbered(config.network.egress).flatMap(({ index, item: { namespace } }): Finding[] => {
        if (names.includes(namespace)) return [];
        const path = ['network', 'egress', index, 'namespace'];
        if (managers.has(namespace))
          return [
            {
              path,
              message: `${namespace} is a payment manager, whose connections are not made here`,
              hint: `namespaces: ${names.join(', ')}`,
            },
          ];
        return [
          {
            path,
            message: `this environment has no namespace ${namespace}`,
            hint: didYouMean(namespace, names) ?? `namespaces: ${names.join(', ')}`,
          },
        ];
      });
    },
  },
];
