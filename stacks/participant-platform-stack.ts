import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import { operatorsNamespace, systemNamespace } from '../config/model/namespaces';
import { clusterFlows, clusterNamespaces, settingsThere } from '../config/model/participant-cluster-flows';
import { clusterAuthPath, clusterVaultAddress, type ParticipantCluster } from '../config/model/participant-clusters';
import { alsoUseHub, kubeconfigAccess, useCluster } from '../constructs/in-cluster/access';
import { clusterCertificates, clusterGatewayObjects } from '../constructs/in-cluster/cluster-gateway';
import { gatewayReady } from '../constructs/in-cluster/gateway-objects';
import { imagePolicies } from '../constructs/in-cluster/image-policy';
import { clusterIssuerObjects } from '../constructs/in-cluster/issuer-objects';
import { WorkbenchNamespace } from '../constructs/in-cluster/namespace';
import { participantAuthority } from '../constructs/in-cluster/participant-policies';
import { certManager, gatewayController, vaultConfigOperator } from '../constructs/in-cluster/platform-releases';
import { useVault } from '../constructs/vault/access';
import { ClusterAuthority } from '../constructs/vault/cluster-authority';
import {
  clusterAuthorityLogin,
  clusterAuthorityReader,
  clusterIssuerIdentity,
  clusterServerRole,
} from '../constructs/vault/cluster-identities';
import { ClusterIdentity, ClusterLogin } from '../constructs/vault/cluster-login';
import { authorityObject } from '../constructs/vault/participant-authority';
import { clusterAccessOf, type StackContext, WorkbenchStack } from './workbench-stack';

const vaultAuthority = 'vault-authority';

/**
 * What payment managers stand on in a cluster that is not the hub's: namespaces with their rules, certificates, a gateway, vault-config-operator, and what lets
 * their accounts in at the Vault of the hub. No store operator: a payment manager brings its own Redis, and keeps everything else in Vault. No monitoring either:
 * Prometheus of the hub watches its own cluster.
 * Taking the stack away logs the whole cluster out of Vault; its participants must be gone before.
 */
export class ParticipantPlatformStack extends WorkbenchStack {
  constructor(scope: Construct, id: string, cluster: ParticipantCluster, context: StackContext) {
    super(scope, id, context);
    const { model } = context;
    const { config } = model;
    useCluster(this, kubeconfigAccess(cluster));
    useVault(this, config, alsoUseHub(this, clusterAccessOf(context)));

    const login = new ClusterLogin(this, 'login', config, cluster);
    const authority = new ClusterAuthority(this, 'authority', config, cluster);
    const issuer = clusterIssuerIdentity(model, cluster);
    const identities = [issuer, clusterAuthorityReader(config, cluster)]
      // While an offline root has signed nothing there is nothing to read, and Vault takes no empty policy.
      .filter(({ rules }) => rules.length > 0)
      .map((who) => {
        const identity = new ClusterIdentity(this, who, config, cluster);
        identity.node.addDependency(login);
        return identity;
      });

    const flows = clusterFlows(config, cluster);
    const ready = clusterNamespaces(config).map(
      (namespace) => new WorkbenchNamespace(this, { namespace, config: settingsThere(config, cluster), flows }).resource,
    );
    const images = imagePolicies(config);
    if (images.length > 0) this.objects('image-policy', { namespace: systemNamespace, objects: images, dependsOn: ready });

    const certificates = this.release(certManager(model), { dependsOn: ready });
    const controller = config.gateway.controller === 'envoy-gateway' ? [this.release(gatewayController(model), { dependsOn: ready })] : [];
    const address = clusterVaultAddress(config, cluster);
    const known = authority.vaultAuthority;
    const trust = known === undefined ? [] : [this.trust(known, ready)];
    const operator = this.release(
      vaultConfigOperator(model, { address, ...(known === undefined ? {} : { authority: { configMap: { name: vaultAuthority } } }) }),
      { dependsOn: [certificates.resource, ...trust.map(({ resource }) => resource)] },
    );

    const issuers = this.objects('issuer', {
      namespace: config.certificates.namespace,
      objects: clusterIssuerObjects(model, issuer, clusterServerRole(cluster), {
        address,
        authPath: clusterAuthPath(config, cluster),
        trust: known === undefined ? {} : { caBundle: known },
      }),
      dependsOn: [certificates.resource],
    });
    issuers.node.addDependency(authority, ...identities);
    const gateway = this.gateway(cluster);
    gateway.node.addDependency(issuers, operator, ...controller);
    this.publish({ vault_address: address, auth_path: clusterAuthPath(config, cluster) });
  }

  /** Who signed the certificate of Vault, as the operator reads it: no secret. */
  private trust(authority: string, dependsOn: readonly ITerraformDependable[]) {
    const metadata = { name: vaultAuthority, namespace: operatorsNamespace };
    return this.objects(vaultAuthority, {
      namespace: operatorsNamespace,
      objects: [{ apiVersion: 'v1', kind: 'ConfigMap', metadata, binaryData: { 'ca.crt': authority } }],
      dependsOn,
    });
  }

  private gateway(cluster: ParticipantCluster) {
    const { model } = this.context;
    const { config } = model;
    const { namespace } = config.gateway;
    const authority = authorityObject(config, participantAuthority, clusterAuthorityLogin(config, cluster));
    const certificates = clusterCertificates(model, cluster).map(({ name }) => name);
    return this.objects('gateway', {
      namespace,
      objects: [...(authority ? [authority] : []), ...clusterGatewayObjects(model, cluster)],
      waitFor: [
        ...(certificates.length > 0 ? [gatewayReady(model, certificates)] : []),
        { namespace, group: '', resource: 'secret', names: authority ? [participantAuthority] : [], for: 'create' },
      ],
    });
  }
}
