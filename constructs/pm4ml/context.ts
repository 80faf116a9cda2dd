import type { EnvironmentModel } from '../../config/environment';
import { chartVersion } from '../../config/model/charts';
import { type ParticipantHosts, participantHosts } from '../../config/model/hosts';
import { ProblemError, problem } from '../../config/problems';
import type { ParticipantConfig, WorkbenchConfig } from '../../config/schema/workbench';
import type { Values } from '../in-cluster/release-spec';

export const pm4mlChart = 'mojaloop-payment-manager';

/** Which shape the values of the payment manager chart have: it changed with every major version. */
export type Pm4mlLayout = 'v8' | 'v9' | 'v10';
const layouts: Readonly<Record<string, Pm4mlLayout>> = { 8: 'v8', 9: 'v9', 10: 'v10' };

/** What every part of a payment manager is written from. */
export interface Pm4mlContext {
  readonly model: EnvironmentModel;
  readonly config: WorkbenchConfig;
  readonly participant: ParticipantConfig;
  /** Helm release and namespace. */
  readonly release: string;
  readonly version: string;
  readonly layout: Pm4mlLayout;
  readonly hosts: ParticipantHosts;
}

/** Writes one part of the values. */
export type Writer = (context: Pm4mlContext) => Values;

/** Version of the payment manager chart: the companion of the release, unless `charts.versions` asks for another. */
export const pm4mlVersion = (model: EnvironmentModel): string => chartVersion(model.config, pm4mlChart);

/** @throws ProblemError for a version whose values nobody here knows */
export function pm4mlLayout(version: string): Pm4mlLayout {
  const layout = layouts[version.split('.')[0] ?? ''];
  if (layout) return layout;
  throw new ProblemError([
    problem('SYN-PM4ML-LAYOUT', `${pm4mlChart} ${version} has values that are not known here`, 'choose a version 8, 9 or 10', {
      path: `charts.versions.${pm4mlChart}`,
    }),
  ]);
}

export function pm4mlContext(model: EnvironmentModel, participant: ParticipantConfig): Pm4mlContext {
  const version = pm4mlVersion(model);
  return {
    model,
    config: model.config,
    participant,
    release: participant.id,
    version,
    layout: pm4mlLayout(version),
    hosts: participantHosts(model.config, participant),
  };
}
