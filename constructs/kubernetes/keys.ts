import { capabilities } from '../../config/capabilities';

export const keys = capabilities.kubernetes.keys;
