import { chartVersions } from './chart-versions';
import { environmentFields } from './environment-fields';
import type { Facts } from './facts';
import { hubFields } from './hub-fields';
import { participants } from './participants';
import type { Rule } from './rule';
import { statefulResources } from './stores';
import { surroundingFields } from './surrounding-fields';

/** Every field that a workbench-config.json of versions 12 to 15 ever had at its top, or that its platform took. */
export const legacyFields = {
  ...environmentFields,
  ...hubFields,
  ...chartVersions,
  ...surroundingFields,
  internal_pm4ml_configs: participants,
  external_pm4ml_configs: participants,
  stateful_resources: statefulResources,
} as const satisfies Readonly<Record<string, Rule<Facts>>>;

export type LegacyField = keyof typeof legacyFields;
