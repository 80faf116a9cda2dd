import { capabilities } from '../../config/capabilities';

export const logWorkspace = capabilities['azure-stack'].logWorkspace;
