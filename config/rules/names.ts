import { hostsOf, participantHosts } from '../model/hosts';
import { azureReserved } from '../model/name-rules';
import { on } from './clouds';
import { always, type Finding, present, type Rule, when } from './rule';

/** Longest name that DNS carries (RFC 1035). */
const longestHost = 253;

/** Names at a cloud and in DNS. What is too long is cut with a digest, so that only words are refused (config/model/name-rules.ts). */
export const nameRules: readonly Rule[] = [
  {
    code: 'NAM-RESERVED',
    severity: 'error',
    title: 'Names hold no word that the cloud keeps for itself',
    appliesWhen: on('azure', 'azure-stack'),
    check: (config) =>
      (['tenant', 'environment'] as const).flatMap((key) => {
        const word = azureReserved.exec(config[key])?.[0];
        return when(word !== undefined && (key === 'tenant' || !/^(login|xbox)/.test(word ?? '')), () => ({
          path: [key],
          message: `Azure refuses names with ${word}, and ${config[key]} is part of every name`,
          hint: 'choose another; it can never be changed later',
        }));
      }),
  },
  {
    code: 'NAM-HOST-LENGTH',
    severity: 'error',
    title: 'Host names are short enough for DNS',
    appliesWhen: always,
    check: (config) => {
      const own = Object.values(hostsOf(config)).map((host) => ({ path: ['domain'], host }));
      const others = present(config.participants).flatMap(({ index, item }) =>
        Object.values(participantHosts(config, item)).map((host) => ({ path: ['participants', index, 'id'], host })),
      );
      const long = [...own, ...others].filter(({ host }) => host.length > longestHost);
      return long.slice(0, 1).map(
        ({ path, host }): Finding => ({
          path,
          message: `${host} has ${host.length} characters, and DNS carries ${longestHost}`,
          hint: 'choose a shorter domain',
        }),
      );
    },
  },
];
