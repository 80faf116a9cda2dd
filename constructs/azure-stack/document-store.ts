import { capabilities } from '../../config/capabilities';

export const documentStore = capabilities['azure-stack'].documentStore;
