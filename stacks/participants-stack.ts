import type { Construct } from 'constructs';
import { namespaceQuota } from '../config/model/demand';
import { participantFlows } from '../config/model/flows';
import { participantNamespace, systemNamespace } from '../config/model/namespaces';
import type { ParticipantGroup } from '../config/model/participants';
import { participantSecrets } from '../config/model/secret-map';
import type { ParticipantConfig } from '../config/schema/workbench';
import { kubeconfigAccess, useCluster } from '../constructs/in-cluster/access';
import { routeObjects } from '../constructs/in-cluster/gateway-objects';
import { secretReader, WorkbenchNamespace } from '../constructs/in-cluster/namespace';
import { paymentManagerObjects } from '../constructs/pm4ml/account';
import { paymentManagerRelease, paymentManagerRoutes } from '../constructs/pm4ml/payment-manager';
import { PaymentManagerIdentity } from '../constructs/pm4ml/payment-manager-identity';
import { useVault } from '../constructs/vault/access';
import { KubernetesIdentity } from '../constructs/vault/identity';
import { ParticipantSigning } from '../constructs/vault/participant-signing';
import { readerIdentity } from '../constructs/vault/policies';
import { secretObjects, secretsReady } from '../constructs/vault/secret-objects';
import { type StackContext, WorkbenchStack } from './workbench-stack';

/** Up to 25 participants: each internal one with namespace, Vault role, PKI roles, secrets and payment manager; of external ones what signs their client certificate. */
export class ParticipantsStack extends WorkbenchStack {
  constructor(scope: Construct, group: ParticipantGroup, context: StackContext) {
    super(scope, group.stack, context);
    const { model } = context;
    const { config } = model;
    if (group.cluster) useCluster(this, kubeconfigAccess(group.cluster));
    else this.useOwnCluster();
    useVault(this, config);
    for (const participant of group.participants.filter((p) => !p.retired)) {
      if (participant.external) this.external(participant);
      else this.internal(participant);
    }
    this.publish({ participants: group.participants.map(({ id }) => id).join(',') });
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
    const namespace = participantNamespace(config, id);
    const place = new WorkbenchNamespace(this, {
      namespace,
      config,
      flows: participantFlows(config, id, participant.sdkBulk),
      quota: namespaceQuota(config, model.services, id),
    });
    const entries = participantSecrets(participant);
    const reader = new KubernetesIdentity(this, readerIdentity(config, id, secretReader, entries), config.secrets.kubernetesAuthPath);
    const manager = new PaymentManagerIdentity(this, `pm4ml-identity-${id}`, model, participant);
    const secrets = this.objects(`${id}-secrets`, {
      namespace: systemNamespace,
      // Those by which the identity provider knows it were born at the edge.
      objects: secretObjects(
        config,
        entries,
        entries.filter(({ owner }) => owner !== 'edge'),
      ),
      waitFor: secretsReady(entries),
      dependsOn: [place.resource],
    });
    secrets.node.addDependency(reader, manager);
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
}
