import { PkiSecretBackendRole } from '@cdktf/provider-vault/lib/pki-secret-backend-role';
import { Construct } from 'constructs';
import type { EnvironmentModel } from '../../config/environment';
import { signingIssuer } from '../../config/model/authority';
import { KubernetesIdentity } from '../vault/identity';
import { connectionManagerIdentity, connectionManagerPkiRoles } from './identity';

/** What Vault holds for the connection manager: policy, Kubernetes auth role, and its two roles in the PKI of the environment. */
export class ConnectionManagerIdentity extends Construct {
  constructor(scope: Construct, id: string, model: EnvironmentModel) {
    super(scope, id);
    const { config } = model;
    new KubernetesIdentity(this, connectionManagerIdentity(model), config.secrets.kubernetesAuthPath);
    for (const { name, allowedDomains, ttlHours, takeNamesOfRequest, ...flags } of connectionManagerPkiRoles(model)) {
      const ttl = String(ttlHours * 3600);
      new PkiSecretBackendRole(this, flags.serverFlag ? 'pki-server' : 'pki-client', {
        backend: config.secrets.pkiMount,
        name,
        issuerRef: signingIssuer(config),
        allowedDomains: [...allowedDomains],
        ...flags,
        useCsrCommonName: takeNamesOfRequest,
        useCsrSans: takeNamesOfRequest,
        ttl,
        maxTtl: ttl,
        noStore: false,
      });
    }
  }
}
