import { capabilities } from '../../config/capabilities';

export const objectStore = capabilities['azure-stack'].objectStore;
