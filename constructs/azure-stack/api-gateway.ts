import { capabilities } from '../../config/capabilities';

export const apiGateway = capabilities['azure-stack'].apiGateway;
