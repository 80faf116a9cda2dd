import { capabilities } from '../../config/capabilities';

export const mysql = capabilities['azure-stack'].mysql;
