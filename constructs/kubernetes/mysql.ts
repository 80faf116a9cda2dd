import { capabilities } from '../../config/capabilities';

export const mysql = capabilities.kubernetes.mysql;
