import { capabilities } from '../../config/capabilities';

export const dnsZones = capabilities['azure-stack'].dnsZones;
