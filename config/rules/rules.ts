import { alertRules } from './alerts';
import { auditRules } from './audit';
import { azureStackRules } from './azure-stack';
import { azureStackAddressRules } from './azure-stack-addresses';
import { backupRules } from './backups';
import { certificateRules } from './certificates';
import { cloudAccountRules } from './cloud-accounts';
import { cloudApiRules } from './cloud-api';
import { cloudKubernetesRules } from './cloud-kubernetes';
import { cloudMachineRules } from './cloud-machines';
import { cloudNetworkRules } from './cloud-network';
import { cloudPoolRules } from './cloud-pools';
import { cloudQuotaRules } from './cloud-quotas';
import { cloudRangeRules } from './cloud-ranges';
import { cloudRegionRules } from './cloud-regions';
import { currencyRules } from './currencies';
import { edgeRules } from './edge';
import { eventHubsRules } from './event-hubs';
import { gatewayFrontRules } from './gateway-front';
import { identityRules } from './identity';
import { identityProviderRules } from './identity-provider';
import { imageRules } from './images';
import { innerBalancerRules } from './inner-balancer';
import { managedLimitRules } from './managed-limits';
import { managedOperationRules } from './managed-operations';
import { managedStoreRules } from './managed-stores';
import { monitoringRules } from './monitoring';
import { nameRules } from './names';
import { operationRules } from './operations';
import { overrideRules } from './overrides';
import { participantClusterRules } from './participant-clusters';
import { participantPlacementRules } from './participant-placement';
import { participantRules } from './participants';
import { partyRules } from './parties';
import { pipelineRules } from './pipeline';
import { platformRules } from './platform';
import { portalRules } from './portal';
import { portalPeopleRules } from './portal-people';
import { productionRules } from './production';
import { refusedStoreRules } from './refused-stores';
import { releaseCompanionRules } from './release-companions';
import { releaseLimitRules } from './release-limits';
import { releaseRules } from './releases';
import { residencyRules } from './residency';
import { revocationRules } from './revocation';
import type { Rule } from './rule';
import { secretRules } from './secrets';
import { sizingRules } from './sizing';
import { stateRules } from './state';
import { storeRules } from './stores';
import { tagNameRules } from './tags';
import { testRules } from './tests';
import { unusedSettingRules } from './unused-settings';

/** Every rule that compares settings with each other, in the order of the reference. */
export const rules: readonly Rule[] = [
  ...identityRules,
  ...partyRules,
  ...currencyRules,
  ...participantRules,
  ...participantPlacementRules,
  ...participantClusterRules,
  ...certificateRules,
  ...revocationRules,
  ...edgeRules,
  ...innerBalancerRules,
  ...releaseRules,
  ...releaseLimitRules,
  ...releaseCompanionRules,
  ...platformRules,
  ...unusedSettingRules,
  ...monitoringRules,
  ...cloudRegionRules,
  ...residencyRules,
  ...cloudAccountRules,
  ...cloudKubernetesRules,
  ...cloudApiRules,
  ...cloudRangeRules,
  ...cloudNetworkRules,
  ...cloudMachineRules,
  ...cloudPoolRules,
  ...cloudQuotaRules,
  ...azureStackRules,
  ...azureStackAddressRules,
  ...nameRules,
  ...tagNameRules,
  ...stateRules,
  ...storeRules,
  ...refusedStoreRules,
  ...managedStoreRules,
  ...managedLimitRules,
  ...managedOperationRules,
  ...eventHubsRules,
  ...secretRules,
  ...imageRules,
  ...identityProviderRules,
  ...portalRules,
  ...portalPeopleRules,
  ...sizingRules,
  ...operationRules,
  ...backupRules,
  ...auditRules,
  ...alertRules,
  ...testRules,
  ...pipelineRules,
  ...gatewayFrontRules,
  ...productionRules,
  ...overrideRules,
];
