import { capabilities } from '../../config/capabilities';

export const kafka = capabilities['azure-stack'].kafka;
