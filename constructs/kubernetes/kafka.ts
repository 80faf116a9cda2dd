import { capabilities } from '../../config/capabilities';

export const kafka = capabilities.kubernetes.kafka;
