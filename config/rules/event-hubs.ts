import { commitsPerPartition, eventHubsDemand, holds, onEventHubs, type TierLimits, tierLimits, unitsFor } from '../model/event-hubs';
import { resolveFeatures } from '../model/features';
import { sizes } from '../model/sizes';
import { storeService } from '../model/store-services';
import { topicsOf } from '../model/topics';
import type { WorkbenchConfig } from '../schema/workbench';
import { inProduction, type Rule, when } from './rule';

const place = (key: string) => ['stores', 'kafka', key];
const topics = (config: WorkbenchConfig) => topicsOf(config, resolveFeatures(config));
const demandOf = (config: WorkbenchConfig) => eventHubsDemand(topics(config));
const limitsOf = ({ stores }: WorkbenchConfig): TierLimits => tierLimits[stores.kafka.tier];
/** Standard is refused whole: nothing else about it is worth telling. */
const onUsableTier = (config: WorkbenchConfig) => onEventHubs(config) && config.stores.kafka.tier !== 'standard';
const counted = (count: number, what: string) => `${count} ${what}${count === 1 ? '' : 's'}`;

/** The way out where the partitions do not fit: more units where there are enough, else fewer partitions. */
function room(config: WorkbenchConfig): string {
  const { tier } = config.stores.kafka;
  const enough = unitsFor(tier, demandOf(config));
  return enough === undefined
    ? `no number of units is enough: write fewer stores.kafka.partitions${tier === 'premium' ? ', or tier: dedicated' : ''}`
    : `write units: ${enough}, or leave it out`;
}

export const eventHubsRules: readonly Rule[] = [
  {
    code: 'EVH-TIER',
    severity: 'error',
    title: 'The topics of a hub fit into the tier of Event Hubs',
    appliesWhen: (config) => onEventHubs(config) && config.stores.kafka.tier === 'standard',
    check: (config) => {
      const { hubs } = demandOf(config);
      return when(hubs > tierLimits.standard.hubs(), () => ({
        path: place('tier'),
        message: `${counted(hubs, 'topic')} of this hub, Standard holds ${tierLimits.standard.hubs()} a namespace`,
        hint: 'write premium: a chart knows one Kafka, so the topics cannot be spread over namespaces',
      }));
    },
  },
  {
    code: 'EVH-UNITS',
    severity: 'error',
    title: 'Units of Event Hubs are a number that can be had',
    appliesWhen: onUsableTier,
    check: (config) => {
      const { units } = config.stores.kafka;
      const limits = limitsOf(config);
      return when(units !== undefined && !limits.units.includes(units), () => ({
        path: place('units'),
        message: `${counted(units ?? 0, limits.unit)} of ${limits.title} cannot be had`,
        hint: `write one of ${limits.units.join(', ')}, or leave it out`,
      }));
    },
  },
  {
    code: 'EVH-CAPACITY',
    severity: 'error',
    title: 'The partitions of all topics fit into the units of Event Hubs',
    appliesWhen: onUsableTier,
    check: (config) => {
      const { tier, units } = config.stores.kafka;
      const limits = limitsOf(config);
      const given = units ?? limits.units.at(-1) ?? 1;
      const demand = demandOf(config);
      return when(!holds(tier, given, demand), () => ({
        path: place(units === undefined ? 'partitions' : 'units'),
        message: `${counted(demand.hubs, 'topic')} with ${demand.partitions} partitions, and ${counted(given, limits.unit)} of ${limits.title} ${given === 1 ? 'holds' : 'hold'} ${limits.hubs(given)} topics and ${limits.partitions(given)} partitions`,
        hint: room(config),
      }));
    },
  },
  {
    code: 'EVH-PARTITIONS',
    severity: 'error',
    title: 'No topic has more partitions than Event Hubs gives one',
    appliesWhen: onUsableTier,
    check: (config) => {
      const { title, partitionsOfOneHub } = limitsOf(config);
      const { widest } = demandOf(config);
      return when(widest > partitionsOfOneHub, () => ({
        path: place('partitions'),
        message: `${widest} partitions of a topic, and ${title} gives one at most ${partitionsOfOneHub}`,
        hint: `write ${partitionsOfOneHub} or fewer`,
      }));
    },
  },
  {
    code: 'EVH-RETENTION',
    severity: 'error',
    title: 'Event Hubs keeps messages as long as they are to be kept',
    appliesWhen: onUsableTier,
    check: (config) => {
      const { title, retentionHours } = limitsOf(config);
      const asked = config.stores.kafka.retentionHours;
      return when(asked > retentionHours, () => ({
        path: place('retentionHours'),
        message: `${asked} hours, and ${title} keeps messages for ${retentionHours} (${retentionHours / 24} days)`,
        hint: `write ${retentionHours} or fewer`,
      }));
    },
  },
  {
    code: 'EVH-COMMITS',
    severity: 'warning',
    title: 'Event Hubs takes as many commits of offsets as the hub makes',
    appliesWhen: (config) => onUsableTier(config) && inProduction(config),
    check: (config) => {
      const { transfersPerSecond } = sizes[config.hub.size];
      const { widest } = demandOf(config);
      const batch = resolveFeatures(config).positionBatch
        ? 'positions in batches commit once a batch and are on: measure before go-live'
        : 'hub.positionBatch commits once a batch (16.0.4 and newer)';
      return [
        {
          path: place('service'),
          message: `size ${config.hub.size} is made for ${transfersPerSecond} transfers a second, and Event Hubs holds up whoever commits offsets more than ${commitsPerPartition} times a second and partition: ${commitsPerPartition * widest} of a topic here`,
          hint: `${batch}; or leave stores.kafka to operator`,
        },
      ];
    },
  },
  {
    code: 'EVH-UNUSED',
    severity: 'warning',
    title: 'Units stand beside Event Hubs only',
    appliesWhen: (config) => !onEventHubs(config),
    check: (config) =>
      when(config.stores.kafka.units !== undefined, () => ({
        path: place('units'),
        message: 'units has no effect: Kafka does not run on Event Hubs',
        hint: 'remove it, or write service: event-hubs',
      })),
  },
  {
    code: 'EVH-HDINSIGHT',
    severity: 'error',
    title: 'Kafka of HDInsight is not made',
    appliesWhen: (config) => storeService(config, 'kafka') === 'hdinsight',
    check: () => [
      {
        path: place('service'),
        message:
          'HDInsight is not made here: the password of its gateway is a plain attribute that stays in the state, it is at least eight machines that cannot be stopped, and its Kafka is 3.2, which its makers no longer mend',
        hint: 'write operator, which is Strimzi in the cluster, or event-hubs',
      },
    ],
  },
];
