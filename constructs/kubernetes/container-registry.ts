import { capabilities } from '../../config/capabilities';

export const containerRegistry = capabilities.kubernetes.containerRegistry;
