import type { Construct } from 'constructs';
import { namespaceQuota } from '../config/model/demand';
import { participantFlows } from '../config/model/flows';
import { participantNamespace, systemNamespace } from '../config/model/namespaces';
import { participantFlowsThere, settingsThere } from '../config/model/participant-cluster-flows';
import { type ParticipantCluster, preparedCluster } from '../config/model/participant-clusters';
import type { ParticipantGroup } from '../config/model/participants';
import { participantSecrets } from '../config/model/secret-map';
import type { ParticipantConfig } from '../config/schema/workbench';
import { alsoUseHub, kubeconfigAccess, useCluster } from '../constructs/in-cluster/access';
import { routeObjects } from '../constructs/in-cluster/gateway-objects';
import { secretReader, WorkbenchNamespace } from '../constructs/in-cluster/namespace';
import { paymentManagerObjects } from '../constructs/pm4ml/account';
import { paymentManagerRelease, paymentManagerRoutes } from '../constructs/pm4ml/payment-manager';
import { PaymentManagerIdentity } from '../constructs/pm4ml/payment-manager-identity';
import { useVault } from '../constructs/vault/access';
import { bornBeside, clusterGenerator, clusterSecretLogin } from '../constructs/vault/cluster-identities';
import { ClusterIdentity } from '../constructs/vault/cluster-login';
import { KubernetesIdentity } from '../constructs/vault/identity';
import { ParticipantSigning } from '../constructs/vault/participant-signing';
import { readerIdentity } from '../constructs/vault/policies';
import { secretObjects, secretsReady } from '../constructs/vault/secret-objects';
import { clusterAccessOf, type StackContext, WorkbenchStack } from './workbench-stack';

/** Up to 25 participants: each internal one with namespace, Vault role, PKI roles, secrets and payment manager; of external ones what signs their client certificate. */
export class ParticipantsStack extends WorkbenchStack {
  constructor(scope: Construct, group: ParticipantGroup, context: StackContext) {
    super(scope, group.stack, context);
    if (group.cluster) useCluster(this, kubeconfigAccess(group.cluster));
    else this.useOwnCluster();
    this.useVaultOf(group);
    for (const participant of group.participants.filter((p) => !p.retired)) {
      if (participant.external) this.external(participant);
      else this.internal(participant);
    }
    this.publish({ participants: group.participants.map(({ id }) => id).join(',') });
  }

  /** A cluster that is prepared here has no account that may change Vault: the deployer's is in that of the hub. */
  private useVaultOf({ cluster }: ParticipantGroup): void {
    const { config } = this.context.model;
    useVault(this, config, cluster?.name === undefined ? undefined : alsoUseHub(this, clusterAccessOf(this.context)));
  }

  /** Its payment manager runs elsewhere, and the secret it is handed over was born at the edge. */
  private external(participant: ParticipantConfig): void {
    const { config } = this.context.model;
    new ParticipantSigning(this, config, participant);
  }

  private internal(participant: ParticipantConfig): void {
    const { model } = this.context;
    const { config } = model;
    const { id } = participant;
    const there = preparedCluster(config, participant);
    const namespace = participantNamespace(config, id);
    const place = new WorkbenchNamespace(this, {
      namespace,
      config: there ? settingsThere(config, there) : config,
      flows: there ? participantFlowsThere(config, there, id) : participantFlows(config, id, participant.sdkBulk),
      quota: namespaceQuota(config, model.services, id),
    });
    const entries = participantSecrets(participant);
    const rights = this.rights(participant, there);
    const secrets = this.objects(`${id}-secrets`, {
      namespace: systemNamespace,
      // Those by which the identity provider knows it were born at the edge.
      objects: secretObjects(config, entries, bornBeside(participant), there ? clusterSecretLogin(config, there, participant) : undefined),
      waitFor: secretsReady(entries),
      dependsOn: [place.resource],
    });
    secrets.node.addDependency(...rights);
    const account = this.objects(`${id}-account`, {
      namespace: id,
      objects: paymentManagerObjects(model, participant),
      dependsOn: [place.resource],
    });
    const release = this.release(paymentManagerRelease(model, participant), { dependsOn: [secrets.resource, account.resource] });
    this.objects(`${id}-routes`, {
      namespace: id,
      objects: routeObjects(model, id, paymentManagerRoutes(model, participant)),
      dependsOn: [release.resource],
    });
  }

  /** What Vault lets its accounts do, in the cluster that carries it. */
  private rights(participant: ParticipantConfig, there: ParticipantCluster | undefined): Construct[] {
    const { model } = this.context;
    const { config } = model;
    const reader = readerIdentity(config, participant.id, secretReader, participantSecrets(participant));
    const manager = new PaymentManagerIdentity(this, `pm4ml-identity-${participant.id}`, model, participant);
    if (!there) return [new KubernetesIdentity(this, reader, config.secrets.kubernetesAuthPath), manager];
    return [...[reader, clusterGenerator(config, participant)].map((who) => new ClusterIdentity(this, who, config, there)), manager];
  }
}
