import { ownAddresses, participantGates } from '../model/edge';
import { frontClientName } from '../model/front';
import { hostsOf, participantHosts } from '../model/hosts';
import { isInCluster } from '../model/participants';
import type { WorkbenchConfig } from '../schema/workbench';
import { always, type Finding, inProduction, present, type Rule, shared, when } from './rule';

/** Rules that Envoy Gateway takes in one policy for local rate limits (its API, BackendTrafficPolicy). */
const mostRates = 16;
/** Longest common name of a certificate (RFC 5280, ub-common-name). */
const longestName = 64;
const rates = { least: 2, most: 10_000 } as const;
/** From here on a hundred participants at once need gigabytes of every proxy. */
const largePayloadKiB = 20_480;

/** Participants whose requests would be refused wherever they come from. */
const nowhere = (config: WorkbenchConfig): Finding[] =>
  present(config.participants).flatMap(({ index, item }) =>
    when(!isInCluster(item) && ownAddresses(config, item).length === 0, () => ({
      path: ['participants', index, 'allowedAddresses'],
      message: `${item.id} has no address to come from: every request of it is refused`,
      hint: 'name the addresses that its payment manager leaves its network by, such as [203.0.113.7/32]',
    })),
  );

const foreignGateway = ({ gateway }: WorkbenchConfig): Finding[] =>
  when(gateway.controller === 'existing', () => ({
    path: ['gateway', 'controller'],
    message:
      'the gateway that is there already is told nothing of certificates, tokens and addresses of participants: it lets in whoever reaches it',
    hint: 'leave controller out, or keep everybody but participants away from it by other means',
  }));

export const edgeRules: readonly Rule[] = [
  {
    code: 'GW-ADDRESSES',
    severity: 'error',
    title: 'In production every participant has addresses to come from',
    appliesWhen: inProduction,
    check: nowhere,
  },
  {
    code: 'GW-ADDRESSES-SANDBOX',
    severity: 'warning',
    title: 'Every participant has addresses to come from',
    appliesWhen: (config) => !inProduction(config),
    check: nowhere,
  },
  {
    code: 'GW-CONTROLLER',
    severity: 'error',
    title: 'In production the gateway holds the rules of participants',
    appliesWhen: inProduction,
    check: foreignGateway,
  },
  {
    code: 'GW-CONTROLLER-SANDBOX',
    severity: 'warning',
    title: 'The gateway holds the rules of participants',
    appliesWhen: (config) => !inProduction(config),
    check: foreignGateway,
  },
  {
    code: 'GW-OPERATORS',
    severity: 'warning',
    title: 'In production operators have addresses to come from',
    appliesWhen: inProduction,
    check: ({ gateway }) =>
      when(gateway.operatorAddresses.length === 0, () => ({
        path: ['gateway', 'operatorAddresses'],
        message: 'there is no address that operators may come from: nobody reaches consoles, tools and administration',
        hint: 'name those of your office or VPN, such as [203.0.113.0/28]',
      })),
  },
  {
    code: 'GW-CERTIFICATE-TWICE',
    severity: 'error',
    title: 'The certificate of a participant names one participant',
    appliesWhen: always,
    check: (config) =>
      shared(present(config.participants), ({ item }) => participantHosts(config, item).base).flatMap(([name, [first, ...others]]) =>
        // One that is written twice is told as that.
        others
          .filter(({ item }) => item.id !== first?.item.id)
          .map(({ index, item }) => ({
            path: ['participants', index, 'domain'],
            message: `the certificate of ${item.id} would have the name of that of ${first?.item.id}: ${name}`,
            hint: 'give each a domain of its own',
          })),
      ),
  },
  {
    code: 'GW-CERTIFICATE-LENGTH',
    severity: 'error',
    title: 'The name of a participant fits into a certificate',
    appliesWhen: always,
    check: (config) =>
      present(config.participants).flatMap(({ index, item }) => {
        const { base } = participantHosts(config, item);
        return when(base.length > longestName, () => ({
          path: ['participants', index, item.domain ? 'domain' : 'id'],
          message: `${base} has ${base.length} characters, and the name in a certificate at most ${longestName}`,
          hint: 'write a shorter domain',
        }));
      }),
  },
  {
    code: 'GW-CERTIFICATE-FRONT',
    severity: 'error',
    title: 'No participant has the name with which API Management speaks for all of them',
    appliesWhen: ({ gateway }) => gateway.front === 'api-management',
    check: (config) => {
      const front = frontClientName(hostsOf(config));
      return present(config.participants).flatMap(({ index, item }) =>
        when(participantHosts(config, item).base === front, () => ({
          path: ['participants', index, item.domain ? 'domain' : 'id'],
          message: `${front} is the name in the certificate of API Management`,
          hint: 'choose another',
        })),
      );
    },
  },
  {
    code: 'GW-RATES',
    severity: 'error',
    title: 'Participants have a handful of rates',
    appliesWhen: always,
    check: (config) => {
      const count = new Set([config.gateway.requestsPerSecond, ...participantGates(config).map((gate) => gate.requestsPerSecond)]).size;
      return when(count > mostRates, () => ({
        path: ['gateway', 'requestsPerSecond'],
        message: `participants have ${count} different rates, and the gateway takes ${mostRates}`,
        hint: 'give several participants the same requestsPerSecond',
      }));
    },
  },
  {
    code: 'GW-RATE',
    severity: 'warning',
    title: 'Rates of participants are of use',
    appliesWhen: always,
    check: ({ gateway, participants }) => {
      const limits = [
        { path: ['gateway', 'requestsPerSecond'], rate: gateway.requestsPerSecond },
        ...present(participants).map(({ index, item }) => ({
          path: ['participants', index, 'requestsPerSecond'],
          rate: item.requestsPerSecond ?? gateway.requestsPerSecond,
        })),
      ].filter(({ rate }, at) => at === 0 || rate !== gateway.requestsPerSecond);
      return limits.flatMap(({ path, rate }) => [
        ...when(rate < rates.least, () => ({
          path,
          message: `${rate} a second: one payment is three requests, and each is answered`,
          hint: `write ${rates.least} or more`,
        })),
        ...when(rate > rates.most, () => ({
          path,
          message: `${rate} a second keeps nobody from taking the whole hub`,
          hint: `write ${rates.most} or less`,
        })),
      ]);
    },
  },
  {
    code: 'GW-PAYLOAD',
    severity: 'warning',
    title: 'Requests are of a size that proxies can keep',
    appliesWhen: always,
    check: ({ gateway, participants }) =>
      [
        { path: ['gateway', 'payloadKiB'], size: gateway.payloadKiB },
        ...present(participants).map(({ index, item }) => ({ path: ['participants', index, 'payloadKiB'], size: item.payloadKiB ?? 0 })),
      ].flatMap(({ path, size }) =>
        when(size > largePayloadKiB, () => ({
          path,
          message: `a proxy keeps each request whole, here up to ${size} KiB, before the hub sees it`,
          hint: 'leave it out: 5120 is what FSPIOP knows',
        })),
      ),
  },
];
