import { capabilities } from '../../config/capabilities';

export const secretStore = capabilities['azure-stack'].secretStore;
