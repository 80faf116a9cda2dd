import type { Construct } from 'constructs';
import { storesOutside } from '../config/model/backup/outside';
import { runsKeycloak } from '../config/model/identity';
import { readingNamespaces, systemNamespace } from '../config/model/namespaces';
import { signingKeyPath } from '../config/model/secret-map';
import { keycloakReader } from '../constructs/identity/reader';
import { hubClientIdentity, issuerIdentity, issuerObjects } from '../constructs/in-cluster/issuer-objects';
import { secretReader } from '../constructs/in-cluster/namespace';
import { useVault } from '../constructs/vault/access';
import { VaultAuditDevice } from '../constructs/vault/audit-device';
import { backupIdentity } from '../constructs/vault/backup-identity';
import { KubernetesIdentity } from '../constructs/vault/identity';
import { VaultInside } from '../constructs/vault/inside';
import { VaultLogins } from '../constructs/vault/logins';
import { generatorIdentity, readerIdentity, type VaultIdentity } from '../constructs/vault/policies';
import { SigningKey } from '../constructs/vault/signing-key';
import { type StackContext, WorkbenchStack } from './workbench-stack';

/** What is inside Vault: mounts, policies, password policy, one role a namespace, PKI, logins, and the hub's signing key. */
export class SecretsStack extends WorkbenchStack {
  constructor(scope: Construct, id: string, context: StackContext) {
    super(scope, id, context);
    const { model } = context;
    const { config, secrets } = model;
    this.useOwnCluster();
    useVault(this, config);

    const audit = new VaultAuditDevice(this, 'audit', config);
    const audited = <T extends Construct>(construct: T): T => {
      construct.node.addDependency(audit);
      return construct;
    };
    const inside = audited(new VaultInside(this, 'inside', config, model.hosts));
    const { kubernetesAuthPath, kvMount } = config.secrets;
    const identity = (who: VaultIdentity) => audited(new KubernetesIdentity(this, who, kubernetesAuthPath));
    identity(generatorIdentity(config, systemNamespace, secretReader));
    if (runsKeycloak(config)) identity(keycloakReader(config, secretReader, secrets));
    if (storesOutside(config).includes('vault')) identity(backupIdentity(config));
    for (const namespace of readingNamespaces(config)) {
      const reader = readerIdentity(config, namespace, secretReader, secrets);
      // Nothing is delivered to a hub of 14.x, and Vault takes no empty policy.
      if (reader.rules.length > 0) identity(reader);
    }
    if (config.certificates.issuer === 'vault') identity(issuerIdentity(model));
    identity(hubClientIdentity(model));
    audited(new VaultLogins(this, 'login', config));

    const jws = secrets.find((secret) => secret.kind === 'signing-key');
    // Each key has its place: a new one is there, with its public part, before the hub signs with it. None is taken away.
    for (let version = 1; jws && version <= config.certificates.signingKeys.newest; version++)
      audited(
        new SigningKey(this, version === 1 ? 'jws' : `jws-${version}`, { field: jws.field, path: signingKeyPath(version) }, kvMount),
      ).node.addDependency(inside.kv);

    const issuer = issuerObjects(model, config.certificates.issuer === 'acme' ? this.additions().dnsSolver : undefined);
    this.objects('issuer', { namespace: config.certificates.namespace, objects: issuer, dependsOn: [inside.pki] });
    for (const [generation, request] of Object.entries(inside.authority.requests))
      this.publish({ [`intermediate_request_${generation}`]: request });
    this.publish({ kv_mount: kvMount, pki_mount: config.secrets.pkiMount, kubernetes_auth_path: kubernetesAuthPath });
  }
}
