import { capabilities } from '../../config/capabilities';

export const cache = capabilities['azure-stack'].cache;
