import { capabilities } from '../../config/capabilities';

export const workloadIdentity = capabilities['azure-stack'].workloadIdentity;
