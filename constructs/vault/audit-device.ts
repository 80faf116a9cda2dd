import { Audit } from '@cdktf/provider-vault/lib/audit';
import { Construct } from 'constructs';
import type { WorkbenchConfig } from '../../config/schema/workbench';

/**
 * Vault's audit device of one environment. Everything else in Vault must wait for it: while a device sets itself up, Vault (seen with 1.21.1)
 * carries requests out and then fails them for want of an audit record; the provider tries again and is told "path is already in use".
 */
export class VaultAuditDevice extends Construct {
  constructor(scope: Construct, id: string, { secrets, environment }: WorkbenchConfig) {
    super(scope, id);
    // A pod's log is where a cluster collects; a Vault of our own has a volume for it.
    const filePath = secrets.vault.address ? 'stdout' : '/vault/audit/audit.log';
    new Audit(this, 'Resource', { type: 'file', path: `workbench-${environment}`, options: { file_path: filePath } });
  }
}
