import { capabilities } from '../../config/capabilities';

export const dnsZones = capabilities.kubernetes.dnsZones;
