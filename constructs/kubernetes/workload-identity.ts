import { capabilities } from '../../config/capabilities';

export const workloadIdentity = capabilities.kubernetes.workloadIdentity;
