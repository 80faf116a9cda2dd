import { capabilities } from '../../config/capabilities';

export const containerRegistry = capabilities['azure-stack'].containerRegistry;
