import { capabilities } from '../../config/capabilities';

export const keys = capabilities['azure-stack'].keys;
