import { capabilities } from '../../config/capabilities';

export const alarms = capabilities['azure-stack'].alarms;
