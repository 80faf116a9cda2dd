import { PkiSecretBackendRole } from '@cdktf/provider-vault/lib/pki-secret-backend-role';
import { Construct } from 'constructs';
import type { EnvironmentModel } from '../../config/environment';
import { signingIssuer } from '../../config/model/authority';
import { preparedCluster } from '../../config/model/participant-clusters';
import type { ParticipantConfig } from '../../config/schema/workbench';
import { ClusterIdentity } from '../vault/cluster-login';
import { KubernetesIdentity } from '../vault/identity';
import { paymentManagerIdentity, paymentManagerPkiRoles } from './identity';

/** What Vault holds for one payment manager: policy, role at the login of its cluster, and its two roles in the PKI of the environment. */
export class PaymentManagerIdentity extends Construct {
  constructor(scope: Construct, id: string, model: EnvironmentModel, participant: ParticipantConfig) {
    super(scope, id);
    const { secrets } = model.config;
    const who = paymentManagerIdentity(model, participant);
    const there = preparedCluster(model.config, participant);
    if (there) new ClusterIdentity(this, who, model.config, there);
    else new KubernetesIdentity(this, who, secrets.kubernetesAuthPath);
    for (const role of paymentManagerPkiRoles(model, participant)) {
      const { name, allowedDomains, ttlHours, takeNamesOfRequest, ...flags } = role;
      const ttl = String(ttlHours * 3600);
      new PkiSecretBackendRole(this, role.serverFlag ? 'pki-server' : 'pki-client', {
        backend: secrets.pkiMount,
        name,
        issuerRef: signingIssuer(model.config),
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
