import { capabilities } from '../../config/capabilities';

export const nodePools = capabilities.kubernetes.nodePools;
