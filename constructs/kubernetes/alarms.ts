import { capabilities } from '../../config/capabilities';

export const alarms = capabilities.kubernetes.alarms;
