import { capabilities } from '../../config/capabilities';

export const network = capabilities.kubernetes.network;
