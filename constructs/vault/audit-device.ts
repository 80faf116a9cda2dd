import { Audit } from '@cdktf/provider-vault/lib/audit';
import { Construct } from 'constructs';
import type { WorkbenchConfig } from '../../config/schema/workbench';

/**
 * Vault's audit devices of one environment. Everything else in Vault must wait for it: while a device sets itself up, Vault (seen with 1.21.1)
 * carries requests out and then fails them for want of an audit record; the provider tries again and is told "path is already in use".
 */
export class VaultAuditDevice extends Construct {
  constructor(scope: Construct, id: string, { secrets, environment }: WorkbenchConfig) {
    super(scope, id);
    // A pod's log is where a cluster collects. A Vault of our own also has a volume; it may fill, and Vault goes on as long as one device can write.
    const name = `workbench-${environment}`;
    const log = new Audit(this, 'Resource', { type: 'file', path: name, options: { file_path: 'stdout' } });
    if (secrets.vault.address) return;
    new Audit(this, 'volume', { type: 'file', path: `${name}-volume`, options: { file_path: '/vault/audit/audit.log' }, dependsOn: [log] });
  }
}
