import { participantGates } from '../model/edge';
import { apiManagementSize, frontPlatforms, hasFront } from '../model/front';
import { gateLine, longestLine } from '../model/front-lines';
import { zonesOf } from '../model/network-plan';
import type { WorkbenchConfig } from '../schema/workbench';
import { cloudNames, counted } from './clouds';
import { inProduction, numbered, present, type Rule, when } from './rule';

const place = (key?: string) => ['gateway', ...(key ? ['apiManagement', key] : ['front'])];
const byApiManagement = (config: WorkbenchConfig) => hasFront(config) && config.gateway.front === 'api-management';

/** What a cloud puts before the gateway in the cluster: where it can be had, and what it must be told. */
export const gatewayFrontRules: readonly Rule[] = [
  {
    code: 'FRT-PLATFORM',
    severity: 'error',
    title: 'What stands before the gateway is of the cloud that the hub runs on',
    appliesWhen: ({ gateway }) => gateway.front !== 'none',
    check: (config) => {
      const { front } = config.gateway;
      if (front === 'none' || hasFront(config)) return [];
      const other = Object.entries(frontPlatforms).find(([, platform]) => platform === config.platform.provider)?.[0];
      return [
        {
          path: place(),
          message: `${front} is a service of ${cloudNames[frontPlatforms[front]]}, and the hub runs on ${cloudNames[config.platform.provider]}`,
          hint: `remove front: the gateway in the cluster decides about every request by itself${other ? `; ${other} can be had here` : ''}`,
        },
      ];
    },
  },
  {
    code: 'FRT-CONTROLLER',
    severity: 'error',
    title: 'What stands before the gateway finds its proxies',
    appliesWhen: hasFront,
    check: ({ gateway }) =>
      when(gateway.controller === 'existing', () => ({
        path: ['gateway', 'controller'],
        message: `${gateway.front} leads to the proxies of Envoy Gateway, and those of another controller are not known`,
        hint: 'leave controller out, or remove front',
      })),
  },
  {
    code: 'FRT-PUBLISHER',
    severity: 'error',
    title: 'API Management knows whom to write to',
    appliesWhen: byApiManagement,
    check: ({ gateway }) =>
      when(gateway.apiManagement.publisherEmail === undefined, () => ({
        path: place('publisherEmail'),
        message: 'publisherEmail is missing: Azure makes no service that nobody answers for',
        hint: 'add publisherEmail: operators@example.org',
      })),
  },
  {
    code: 'FRT-CERTIFICATE',
    severity: 'error',
    title: 'In production the public name of the API has a certificate that participants trust',
    appliesWhen: (config) => byApiManagement(config) && inProduction(config),
    check: ({ gateway }) =>
      when(gateway.apiManagement.certificate === undefined, () => ({
        path: place('certificate'),
        message: 'certificate is missing: Key Vault would sign one itself, which no participant trusts',
        hint: 'put a certificate into the Key Vault of secrets after the stack foundation, and write its name',
      })),
  },
  {
    code: 'FRT-TIER',
    severity: 'warning',
    title: 'In production API Management outlives the loss of a machine',
    appliesWhen: (config) => byApiManagement(config) && inProduction(config),
    check: (config) =>
      when(apiManagementSize(config).tier === 'Developer', () => ({
        path: place('tier'),
        message: 'Developer is one machine without a promise of uptime: while Azure works on it no payment is made',
        hint: 'leave tier out: production takes Premium',
      })),
  },
  {
    code: 'FRT-UNITS',
    severity: 'error',
    title: 'API Management has as many units in one zone as in another',
    appliesWhen: (config) => byApiManagement(config) && apiManagementSize(config).tier === 'Premium',
    check: (config) => {
      const { units } = apiManagementSize(config);
      const zones = zonesOf(config).length;
      return when(units % zones !== 0, () => ({
        path: place('units'),
        message: `${counted(units, 'unit')} over ${zones} zones: Azure asks for as many in each`,
        hint: `write ${Math.ceil(units / zones) * zones}`,
      }));
    },
  },
  {
    code: 'FRT-UNIT',
    severity: 'error',
    title: 'The tier Developer has one unit',
    appliesWhen: (config) => byApiManagement(config) && apiManagementSize(config).tier === 'Developer',
    check: (config) =>
      when(apiManagementSize(config).units > 1, () => ({
        path: place('units'),
        message: `Developer is one unit, not ${apiManagementSize(config).units}`,
        hint: 'leave units out, or write tier: Premium',
      })),
  },
  {
    code: 'FRT-IPV6',
    severity: 'warning',
    title: 'Addresses of participants are such as API Management sees',
    appliesWhen: byApiManagement,
    check: ({ participants }) =>
      present(participants).flatMap(({ index, item }) =>
        numbered(item.allowedAddresses).flatMap(({ index: at, item: range }) =>
          when(range.includes(':'), () => ({
            path: ['participants', index, 'allowedAddresses', at],
            message: `${range} lets nobody in: API Management in a network speaks IPv4 alone`,
            hint: 'name the IPv4 addresses that its requests come from',
          })),
        ),
      ),
  },
  {
    code: 'FRT-LINE',
    severity: 'error',
    title: 'What API Management keeps of a participant has room',
    appliesWhen: byApiManagement,
    check: (config) =>
      participantGates(config).flatMap((gate) =>
        when(gateLine(gate).length > longestLine, () => ({
          path: ['participants', config.participants.findIndex(({ id }) => id === gate.id), 'allowedAddresses'],
          message: `${gate.addresses.length} ranges take ${gateLine(gate).length} characters, and a named value of API Management holds ${longestLine}`,
          hint: 'name fewer, larger ranges',
        })),
      ),
  },
  {
    code: 'FRT-SUBSCRIPTIONS',
    severity: 'warning',
    title: 'No key is kept in a state',
    appliesWhen: byApiManagement,
    check: ({ gateway }) =>
      when(gateway.apiManagement.subscriptions, () => ({
        path: place('subscriptions'),
        message: 'keys of subscriptions lie in the state of the stack front: Azure tells them to whoever makes them',
        hint: 'leave subscriptions out: certificate, token, address and FSPIOP-Source say who a participant is',
      })),
  },
  {
    code: 'FRT-RESIDENCY',
    severity: 'warning',
    title: 'Rules about participants stay in the country',
    appliesWhen: (config) => byApiManagement(config) && config.residency.country !== undefined,
    check: ({ residency }) => [
      {
        path: place(),
        message: `names and addresses of participants lie in a service that Microsoft runs and backs up, which may be outside of ${residency.country}`,
        hint: 'ask the supervisor, or remove front: the gateway in the cluster holds the same four factors',
      },
    ],
  },
];
