import type { EnvironmentModel } from '../../config/environment';
import { type CertificateRow, certificateTable } from '../../config/model/certificates';
import type { Problem } from '../../config/problems';
import type { WorkbenchStack } from '../../stacks/workbench-stack';
import { costOf, type EnvironmentCost } from '../cost/environment-cost';
import { pricesFor } from '../cost/tables';
import type { Graph } from '../graph/graph';
import { heading } from '../graph/heading';
import { stackGraph } from '../graph/stack-graph';
import { topology } from '../graph/topology';
import { type PolicyRow, policyResults, policyRows } from '../policy/environment-policy';
import { type FlowRow, flowRows } from './flows';
import { type LimitRow, limitRows } from './limits';
import { type ManagedStoreRow, managedStoreRows } from './managed-stores';
import { type RangeRow, rangeRows } from './network';
import { type ParticipantRow, participantRows } from './participants';
import { type IdentityRow, identityRows, type OfferRow, offerRows, standsIn } from './platform';
import { type Criterion, readiness, scoreOf } from './readiness';
import type { Since } from './record';
import { type ReleaseRow, releaseRows } from './releases';
import { type CalendarRow, calendarRows } from './rotation';
import { type SecretRow, secretRows, type VaultRight, vaultRights } from './secrets';
import { type ServiceLevels, serviceLevels } from './service-levels';
import { type Sizing, sizing } from './sizing';
import type { StackRow } from './stack-states';
import { type DatabaseRow, databaseRows, logicalServiceRows, type ServiceRow, type TopicRow, topicRows } from './stores';

/** A password that a chart takes only as text: it passes through Helm's write-only values instead of a Kubernetes Secret. */
export interface SecretException {
  readonly release: string;
  readonly chart: string;
  readonly version: string;
  /** Path in the values of the chart. */
  readonly path: string;
  /** Id in the secret map. */
  readonly secret: string;
}

/** Everything the report tells, as plain data: `workbench report --json` prints exactly this. No secret is in it. */
export interface Report {
  readonly title: string;
  readonly environment: string;
  readonly tenant: string;
  readonly host: string;
  readonly profile: string;
  readonly platform: string;
  /** `AWS, eu-west-1`, or the cluster that exists. */
  readonly place: string;
  readonly release: string;
  /** The workbench file, as the person named it. */
  readonly file: string;
  /** Day the report is of, when one was given: the report itself looks at no clock. */
  readonly date?: string;
  /** Of 100: the part of what production asks for that is there. */
  readonly score: number;
  readonly readiness: readonly Criterion[];
  /** What has changed since the report before, where there is one. */
  readonly since?: Since;
  readonly problems: readonly Problem[];
  readonly topology: Graph;
  readonly stackGraph: Graph;
  readonly stacks: readonly StackRow[];
  readonly releases: readonly ReleaseRow[];
  readonly limits: readonly LimitRow[];
  readonly offers: readonly OfferRow[];
  readonly ranges: readonly RangeRow[];
  readonly identities: readonly IdentityRow[];
  readonly managedStores: readonly ManagedStoreRow[];
  readonly databases: readonly DatabaseRow[];
  readonly logicalServices: readonly ServiceRow[];
  readonly topics: readonly TopicRow[];
  readonly secrets: readonly SecretRow[];
  readonly vaultRights: readonly VaultRight[];
  readonly secretExceptions: readonly SecretException[];
  readonly flows: readonly FlowRow[];
  readonly policies: readonly PolicyRow[];
  readonly sizing: Sizing;
  /** At the prices that the workbench has. */
  readonly cost: EnvironmentCost;
  /** Each with its life: what an alert is made from. */
  readonly certificates: readonly CertificateRow[];
  /** What has a next version, how often and by whom. */
  readonly rotation: readonly CalendarRow[];
  /** Promises, alerts, and who is told. */
  readonly serviceLevels: ServiceLevels;
  readonly participants: readonly ParticipantRow[];
}

export interface ReportInput {
  readonly model: EnvironmentModel;
  readonly file: string;
  readonly problems: readonly Problem[];
  /** With how each stands. */
  readonly entries: readonly StackRow[];
  readonly stacks: readonly WorkbenchStack[];
  readonly pictures: Pictures;
  readonly date?: string;
}

export type Pictures = Pick<Report, 'topology' | 'stackGraph'>;

/** Both pictures as data. They need the model alone: whoever builds stacks too has them laid out meanwhile. */
export const picturesOf = (model: EnvironmentModel): Pictures => ({ topology: topology(model), stackGraph: stackGraph(model) });

/** Gathers the report from the model and the stacks built from it. Pure: the same input gives the same report. */
export function reportOf({ model, file, problems, entries, stacks, pictures, date }: ReportInput): Report {
  const { config } = model;
  const criteria = readiness(config);
  return {
    title: heading(model),
    environment: config.environment,
    tenant: config.tenant,
    host: model.hosts.base,
    profile: config.profile,
    platform: config.platform.provider,
    place: standsIn(model),
    release: config.hub.release,
    file,
    ...(date === undefined ? {} : { date }),
    score: scoreOf(criteria),
    readiness: criteria,
    problems,
    ...pictures,
    stacks: entries,
    releases: releaseRows(stacks),
    limits: limitRows(model),
    offers: offerRows(model),
    ranges: rangeRows(model),
    identities: identityRows(model),
    managedStores: managedStoreRows(model),
    databases: databaseRows(model),
    logicalServices: logicalServiceRows(model),
    topics: topicRows(model),
    secrets: secretRows(model),
    vaultRights: vaultRights(model),
    secretExceptions: exceptionsOf(stacks),
    flows: flowRows(model),
    policies: policyRows(policyResults(model, stacks)),
    sizing: sizing(model),
    cost: costOf(model, stacks, pricesFor(config, undefined)),
    certificates: certificateTable(config),
    rotation: calendarRows(model),
    serviceLevels: serviceLevels(model),
    participants: participantRows(model),
  };
}

function exceptionsOf(stacks: readonly WorkbenchStack[]): SecretException[] {
  return stacks
    .flatMap((stack) => stack.releases)
    .flatMap(({ name, chart, version, secretValues }) =>
      secretValues.map(({ path, secret }) => ({ release: name, chart, version, path, secret })),
    );
}
