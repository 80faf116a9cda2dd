import type { PortalExclusion, PortalRole } from '../../schema/portal';
import { standardReports } from './standard-reports';

const everyField = ['dfsps.*', 'transferSummary.*', 'transfer.*', 'transfers.*'];
const look = ['participantView', 'settlementView', 'transferApi', 'reportingApi', ...everyField];
const reportPermissions = standardReports.map(({ permission }) => permission);
const ofParticipants = standardReports.filter(({ participant }) => participant).map(({ permission }) => permission);

/**
 * Roles of a hub without roles of its own. Names and the split of tasks are those of the public deployments (mojaloop/iac-modules,
 * default-config/mojaloop-rbac-permissions.yaml), but for two things that they leave to custom: who closes a window does not settle it, and who gives roles moves no money.
 */
export const standardRoles: readonly PortalRole[] = [
  { name: 'operator', permissions: [...look, 'settlementCloseWindow', ...reportPermissions] },
  {
    name: 'manager',
    permissions: [...look, 'settlementCloseWindow', 'participantDisableEnable', 'iamView', 'iamEdit', ...reportPermissions],
  },
  { name: 'clerk', permissions: [...look, 'settlementInitiateFinalise', ...reportPermissions] },
  {
    name: 'financeManager',
    permissions: [...look, 'positionFundsInOut', 'positionNDCEdit', 'settlementInitiateFinalise', 'iamView', ...reportPermissions],
  },
  { name: 'dfspReconciliationReports', permissions: ['reportingApi', ...ofParticipants] },
  { name: 'audit', permissions: ['reportingApi', 'settlementView', 'auditSettlement', ...reportPermissions] },
];

/** Maker and checker are two persons. */
export const standardExclusions: readonly PortalExclusion[] = [
  {
    name: 'audit-acts-not',
    permissions: ['auditSettlement'],
    excludes: ['positionFundsInOut', 'positionNDCEdit', 'settlementCloseWindow', 'settlementInitiateFinalise'],
  },
  { name: 'window-and-settlement', permissions: ['settlementCloseWindow'], excludes: ['settlementInitiateFinalise'] },
  { name: 'roles-and-money', permissions: ['iamEdit'], excludes: ['positionFundsInOut', 'positionNDCEdit'] },
];
