import { currencyRules } from './currencies';
import { eventHubsRules } from './event-hubs';
import { identityRules } from './identity';
import { overrideRules } from './overrides';
import { participantRules } from './participants';
import { platformRules } from './platform';
import { productionRules } from './production';
import { refusedStoreRules } from './refused-stores';
import { releaseCompanionRules } from './release-companions';
import { releaseLimitRules } from './release-limits';
import { releaseRules } from './releases';
import type { Rule } from './rule';
import { secretRules } from './secrets';
import { sizingRules } from './sizing';
import { storeRules } from './stores';

/** Every rule that compares settings with each other, in the order of the reference. */
export const rules: readonly Rule[] = [
  ...identityRules,
  ...currencyRules,
  ...participantRules,
  ...releaseRules,
  ...releaseLimitRules,
  ...releaseCompanionRules,
  ...platformRules,
  ...storeRules,
  ...refusedStoreRules,
  ...eventHubsRules,
  ...secretRules,
  ...sizingRules,
  ...productionRules,
  ...overrideRules,
];
