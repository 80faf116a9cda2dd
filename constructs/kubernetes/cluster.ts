import { capabilities } from '../../config/capabilities';

export const cluster = capabilities.kubernetes.cluster;
