import { capabilities } from '../../config/capabilities';

export const apiGateway = capabilities.kubernetes.apiGateway;
