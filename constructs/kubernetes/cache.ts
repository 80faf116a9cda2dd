import { capabilities } from '../../config/capabilities';

export const cache = capabilities.kubernetes.cache;
