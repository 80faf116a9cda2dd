import { offerOf } from '../capabilities';
import { auditPlace } from '../model/audit/place';
import type { WorkbenchConfig } from '../schema/workbench';
import { outsideStoreRules } from './outside-store';
import { inProduction, type Rule, when } from './rule';

const path = (...more: string[]) => ['operations', 'audit', ...more];
const kept = (config: WorkbenchConfig) => auditPlace(config) !== undefined;
const keptInProduction = (config: WorkbenchConfig) => inProduction(config) && kept(config);

/** PCI DSS 4.0.1, requirement 10.5.1: a year of audit logs, of which three months are at hand. */
const pci = { days: 365, atHand: 90 } as const;

/** Audit logs where nobody can change them: a place, long enough, at hand, and what can't be undone. */
export const auditRules: readonly Rule[] = [
  {
    code: 'OPS-AUDIT-NOWHERE',
    severity: 'warning',
    title: 'In production audit logs are kept where nobody can change them',
    appliesWhen: inProduction,
    check: (config) =>
      when(!kept(config), () => ({
        path: path(),
        message: 'audit logs stay in the cluster: whoever takes it over can remove what they did there',
        hint: offerOf(config.platform, 'objectStore').offered
          ? 'leave enabled out: a bucket of the environment with Object Lock takes them'
          : 'write store, a bucket outside that was made with Object Lock (docs/audit.md)',
      })),
  },
  {
    code: 'OPS-AUDIT-SHORT',
    severity: 'warning',
    title: 'In production audit logs are kept for a year',
    appliesWhen: keptInProduction,
    check: ({ operations: { audit } }) =>
      when(audit.retentionDays < pci.days, () => ({
        path: path('retentionDays'),
        message: `audit logs are gone after ${audit.retentionDays} days, and PCI DSS 10.5.1 asks for a year`,
        hint: `write at least ${pci.days}, or what your supervisor asks for`,
      })),
  },
  {
    code: 'OPS-AUDIT-AT-HAND',
    severity: 'warning',
    title: 'In production the last three months of audit logs are at hand',
    appliesWhen: keptInProduction,
    check: ({ operations: { audit } }) =>
      when(audit.coldAfterDays < pci.atHand, () => ({
        path: path('coldAfterDays'),
        message: `audit logs are put away after ${audit.coldAfterDays} days, and PCI DSS 10.5.1 asks for three months at hand`,
        hint: `write at least ${pci.atHand}`,
      })),
  },
  {
    code: 'OPS-AUDIT-FOR-GOOD',
    severity: 'warning',
    title: 'Whoever chooses compliance knows that nobody can take it back',
    appliesWhen: kept,
    check: ({ operations: { audit } }) =>
      when(audit.mode === 'compliance', () => ({
        path: path('mode'),
        message: `compliance can't be taken back: for ${audit.retentionDays} days nobody can remove an audit log or its store, and it costs until then, also after the environment is gone`,
        hint: 'if that is asked of you leave it; governance holds as well against everybody who has no right of its own for it',
      })),
  },
  {
    code: 'OPS-AUDIT-UNCOLLECTED',
    severity: 'warning',
    title: 'In production something brings the audit logs of the cluster to their store',
    appliesWhen: keptInProduction,
    check: ({ monitoring }) =>
      when(!monitoring.enabled, () => ({
        path: path(),
        message: 'nothing brings audit logs of Mojaloop, Vault and the gateway to their store: monitoring is off, and its agents do that',
        hint: 'switch monitoring.enabled on, or bring them there with what the cluster has (docs/audit.md)',
      })),
  },
  ...outsideStoreRules({
    codes: { place: 'OPS-AUDIT-PLACE', login: 'OPS-AUDIT-LOGIN', country: 'OPS-AUDIT-COUNTRY' },
    what: 'audit logs',
    who: 'Collectors of audit logs',
    path: path('store'),
    login: 'hub/external/audit',
    store: ({ operations }) => operations.audit.store,
  }),
];
