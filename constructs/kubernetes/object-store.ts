import { capabilities } from '../../config/capabilities';

export const objectStore = capabilities.kubernetes.objectStore;
