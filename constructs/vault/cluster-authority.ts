import { DataVaultPkiSecretBackendIssuer } from '@cdktf/provider-vault/lib/data-vault-pki-secret-backend-issuer';
import { PkiSecretBackendRole } from '@cdktf/provider-vault/lib/pki-secret-backend-role';
import { Fn } from 'cdktf';
import { Construct } from 'constructs';
import { intermediateIssuer, signingIssuer } from '../../config/model/authority';
import { participantHosts } from '../../config/model/hosts';
import { type ParticipantCluster, participantsIn, vaultGenerations } from '../../config/model/participant-clusters';
import type { WorkbenchConfig } from '../../config/schema/workbench';
import { seconds } from './certificate-authority';
import { clusterServerRole } from './cluster-identities';

/** What the PKI of the environment does for one cluster of payment managers. */
export class ClusterAuthority extends Construct {
  /** Who signed the certificate at the address of Vault (PEM, base64: lines of its own would end a value in the middle), where that is nobody publicly known. */
  readonly vaultAuthority: string | undefined;

  constructor(scope: Construct, id: string, config: WorkbenchConfig, cluster: ParticipantCluster) {
    super(scope, id);
    const { pkiMount } = config.secrets;
    const ttl = String(seconds(config.certificates.validityHours));
    const names = participantsIn(config, cluster).flatMap((participant) => {
      const { base, connector } = participantHosts(config, participant);
      return [base, connector];
    });
    new PkiSecretBackendRole(this, 'server', {
      backend: pkiMount,
      name: clusterServerRole(cluster),
      issuerRef: signingIssuer(config),
      allowedDomains: [...new Set(names)],
      allowSubdomains: true,
      allowBareDomains: true,
      allowIpSans: false,
      // Where those of the hub are public ones, requests have alternative names alone.
      requireCn: false,
      serverFlag: true,
      clientFlag: false,
      keyType: 'rsa',
      keyBits: 2048,
      ttl,
      maxTtl: ttl,
      noStore: false,
    });
    const known = vaultGenerations(config, cluster).map(
      (generation) =>
        new DataVaultPkiSecretBackendIssuer(this, `generation-${generation}`, {
          backend: pkiMount,
          issuerRef: intermediateIssuer(generation),
        }),
    );
    const given = cluster.vaultAuthority;
    const pem = Fn.join(
      '\n',
      known.map(({ certificate }) => certificate),
    );
    this.vaultAuthority = known.length > 0 ? Fn.base64encode(pem) : given && Buffer.from(given).toString('base64');
  }
}
