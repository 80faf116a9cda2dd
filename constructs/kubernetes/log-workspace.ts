import { capabilities } from '../../config/capabilities';

export const logWorkspace = capabilities.kubernetes.logWorkspace;
