import { environmentDemand } from '../model/demand';
import { resolveFeatures } from '../model/features';
import { localParticipants } from '../model/namespaces';
import { mebibytes, millicores, serviceNames, servicesOf } from '../model/services';
import { sizes } from '../model/sizes';
import { didYouMean } from '../problems';
import type { WorkbenchConfig } from '../schema/workbench';
import { always, type Finding, type Rule, when } from './rule';

const services = (config: WorkbenchConfig) => servicesOf(config, resolveFeatures(config));
const own = (config: WorkbenchConfig) => Object.entries(config.hub.services);
const place = (name: string, ...rest: string[]) => ['hub', 'services', name, ...rest];

const cores = (millis: number) => `${(millis / 1000).toFixed(1)} cores`;
const gibibytes = (mebi: number) => `${(mebi / 1024).toFixed(1)} GiB`;

export const sizingRules: readonly Rule[] = [
  {
    code: 'SIZ-QUOTA',
    severity: 'error',
    title: 'The environment fits into what the cluster can give',
    appliesWhen: ({ cluster }) => cluster.quota.cpu !== undefined || cluster.quota.memory !== undefined,
    check: (config) => {
      const { quota } = config.cluster;
      const demand = environmentDemand(config, services(config));
      const count = localParticipants(config).length;
      const what = `size ${config.hub.size} with ${count} payment manager${count === 1 ? '' : 's'}`;
      const hint = 'choose a smaller hub.size, fewer store members, or raise cluster.quota';
      const short = (key: 'cpu' | 'memory', has: number, text: (n: number) => string): Finding[] =>
        when(demand[key] > has, () => ({
          path: ['cluster', 'quota', key],
          message: `${what} asks for ${text(demand[key])}, and the cluster gives ${text(has)}`,
          hint,
        }));
      return [
        ...(quota.cpu === undefined ? [] : short('cpu', millicores(quota.cpu), cores)),
        ...(quota.memory === undefined ? [] : short('memory', mebibytes(quota.memory), gibibytes)),
      ];
    },
  },
  {
    code: 'SIZ-CPU-UNIT',
    severity: 'error',
    title: 'CPU is given in cores or millicores',
    appliesWhen: always,
    check: (config) => {
      const given = [
        { path: ['cluster', 'quota', 'cpu'], cpu: config.cluster.quota.cpu },
        ...own(config).map(([name, { cpu }]) => ({ path: place(name, 'cpu'), cpu })),
      ];
      return given.flatMap(({ path, cpu }) =>
        when(cpu !== undefined && /[a-zA-Z]$/.test(cpu) && !cpu.endsWith('m'), () => ({
          path,
          message: `${cpu} is an amount of memory`,
          hint: 'write 500m or 2',
        })),
      );
    },
  },
  {
    code: 'SIZ-SERVICE-UNKNOWN',
    severity: 'error',
    title: 'Sizes of services name services of Mojaloop',
    appliesWhen: always,
    check: (config) =>
      own(config)
        .filter(([name]) => !serviceNames.includes(name))
        .map(([name]) => ({
          path: place(name),
          message: `no release has a service ${name}`,
          hint: didYouMean(name, serviceNames) ?? 'docs/reference/workbench.md lists them',
        })),
  },
  {
    code: 'SIZ-SERVICE-OFF',
    severity: 'warning',
    title: 'Sizes of services name services this hub has',
    appliesWhen: ({ hub }) => Object.keys(hub.services).length > 0,
    check: (config) => {
      const has = new Set(services(config).map(({ name }) => name));
      return own(config)
        .filter(([name]) => serviceNames.includes(name) && !has.has(name))
        .map(([name]) => ({
          path: place(name),
          message: `${name} is not part of this hub: release ${config.hub.release} lacks it, or it is switched off`,
          hint: 'remove it, or switch on what it belongs to',
        }));
    },
  },
  {
    code: 'SIZ-AUTOSCALING',
    severity: 'error',
    title: 'Autoscaling grows: its greatest number of pods is not below its least',
    appliesWhen: always,
    check: (config) =>
      own(config).flatMap(([name, { autoscaling }]) =>
        autoscaling && autoscaling.min > autoscaling.max
          ? [
              {
                path: place(name, 'autoscaling', 'max'),
                message: `at most ${autoscaling.max} pods is below at least ${autoscaling.min}`,
                hint: 'swap them',
              },
            ]
          : [],
      ),
  },
  {
    code: 'SIZ-TWO-NUMBERS',
    severity: 'warning',
    title: 'A service has a fixed number of pods or grows, not both',
    appliesWhen: always,
    check: (config) =>
      own(config).flatMap(([name, { autoscaling, replicas }]) =>
        when(autoscaling !== undefined && replicas !== undefined, () => ({
          path: place(name, 'replicas'),
          message: `replicas has no effect: ${name} grows from ${autoscaling?.min} pods`,
          hint: 'remove replicas or autoscaling',
        })),
      ),
  },
  {
    code: 'SIZ-SINGLETON',
    severity: 'error',
    title: 'Services that must not run twice have one pod',
    appliesWhen: ({ hub }) => Object.keys(hub.services).length > 0,
    check: (config) =>
      services(config)
        .filter(({ kind, name, maxReplicas }) => kind === 'singleton' && maxReplicas > 1 && config.hub.services[name])
        .map(({ name, maxReplicas }) => ({
          path: place(name),
          message: `${name} must not run twice, and may have ${maxReplicas} pods here`,
          hint: 'it closes windows and ends transfers: two of them do it twice; leave it at one',
        })),
  },
  {
    code: 'SIZ-IDLE-HANDLERS',
    severity: 'warning',
    title: 'A handler has no more pods than its topic has partitions',
    appliesWhen: ({ stores, hub }) => stores.kafka.partitions !== undefined || Object.keys(hub.services).length > 0,
    check: (config) => {
      const partitions = config.stores.kafka.partitions ?? sizes[config.hub.size].partitions;
      const idle = services(config).filter(({ kind, maxReplicas }) => kind === 'handler' && maxReplicas > partitions);
      const named = idle.filter(({ name }) => config.hub.services[name]);
      const rest = idle.length - named.length;
      return [
        ...named.map(({ name, maxReplicas }) => ({
          path: place(name),
          message: `${name} may have ${maxReplicas} pods and its topic ${partitions} partitions`,
          hint: 'the rest would idle: raise stores.kafka.partitions',
        })),
        ...when(rest > 0, () => ({
          path: ['stores', 'kafka', 'partitions'],
          message: `${rest} handlers of size ${config.hub.size} may have more pods than ${partitions} partitions`,
          hint: 'the rest would idle: raise stores.kafka.partitions or leave it out',
        })),
      ];
    },
  },
];
