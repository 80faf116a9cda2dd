import { capabilities } from '../../config/capabilities';

export const secretStore = capabilities.kubernetes.secretStore;
