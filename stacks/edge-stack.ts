import { Fn } from 'cdktf';
import type { Construct } from 'constructs';
import { offerOf } from '../config/capabilities';
import { frontClientName, frontSources, hasFront } from '../config/model/front';
import { managerCertificates } from '../config/model/gateway-certificates';
import { publishesRevocation } from '../config/model/revocation';
import { callbackProxyObjects } from '../constructs/in-cluster/callback-proxy';
import { gatewayObjects, gatewayReady, managerCertificateObjects } from '../constructs/in-cluster/gateway-objects';
import type { KubernetesObject } from '../constructs/in-cluster/objects';
import { operatorsGatewayObjects } from '../constructs/in-cluster/operators-gateway';
import type { GateProps } from '../constructs/in-cluster/participant-gate';
import {
  frontAuthority,
  participantAuthority,
  participantListenerPolicies,
  participantRoutePolicies,
} from '../constructs/in-cluster/participant-policies';
import { revocationObjects } from '../constructs/in-cluster/revocation';
import { vaultWayObjects } from '../constructs/in-cluster/vault-ways';
import { manyLines } from '../constructs/terraform/many-lines';
import { useVault } from '../constructs/vault/access';
import { KubernetesIdentity } from '../constructs/vault/identity';
import { authorityObject, authorityReader } from '../constructs/vault/participant-authority';
import { addIdentity } from './edge-identity';
import { type StackContext, WorkbenchStack } from './workbench-stack';

/** The way in: the gateway with its certificate, and what a request must bring along to pass it. */
export class EdgeStack extends WorkbenchStack {
  constructor(scope: Construct, id: string, context: StackContext) {
    super(scope, id, context);
    const { model } = context;
    const { config, hosts } = model;
    this.useOwnCluster();
    const managers = managerCertificates(config).map(({ name }) => name);
    const signed =
      managers.length > 0
        ? this.objects('gateway-certificates', {
            namespace: config.gateway.namespace,
            objects: managerCertificateObjects(model),
            waitFor: [gatewayReady(model, managers)],
          })
        : undefined;
    const additions = this.additions();
    // Nothing comes in before the gateway has its certificate.
    const gateway = this.objects('gateway', {
      namespace: config.gateway.namespace,
      objects: [...gatewayObjects(model, additions.gatewayService), ...operatorsGatewayObjects(model, additions.operatorsService)],
      waitFor: [gatewayReady(model)],
    });
    if (signed) gateway.node.addDependency(signed);
    if (config.gateway.controller === 'envoy-gateway') this.participantGate();
    if (publishesRevocation(config))
      this.objects('revocation', { namespace: config.secrets.vault.namespace, objects: revocationObjects(model) });
    const ways = vaultWayObjects(model);
    if (ways.length > 0) this.objects('vault-ways', { namespace: config.secrets.vault.namespace, objects: ways });
    addIdentity(this, model, { objects: this.objects.bind(this), release: this.release.bind(this) });
    // The way out for callbacks is there before the hub has anybody to call back.
    this.objects('callbacks', { namespace: config.gateway.namespace, ...callbackProxyObjects(model) });
    this.publish({ interop_switch: `https://${hosts.interopSwitch}` });
  }

  /** What a request of a participant must bring along. It stands before the hub has its first route. */
  private participantGate(): void {
    const { model } = this.context;
    const { config } = model;
    const props = this.gateProps();
    const { namespace } = config.gateway;
    const authority = authorityObject(config, participantAuthority);
    const names = authority ? [participantAuthority] : [];
    const listener = this.objects('participants-listener', {
      namespace,
      objects: [...(authority ? [authority] : []), ...this.frontAuthorities(), ...participantListenerPolicies(model, props)],
      waitFor: [{ namespace, group: '', resource: 'secret', names, for: 'create' }],
    });
    if (authority) {
      useVault(this, config);
      listener.node.addDependency(new KubernetesIdentity(this, authorityReader(config), config.secrets.kubernetesAuthPath));
    }
    this.objects('participants-gate', { namespace: config.hub.namespace, objects: participantRoutePolicies(model, props) });
  }

  /** What only Terraform knows: fixed addresses of the network, from which payment managers in this cluster may come back to a public balancer. */
  private gateProps(): GateProps {
    const { config, hosts } = this.context.model;
    const { platform, gateway } = config;
    const fixed = offerOf(platform, 'network').offered && gateway.clusterAddresses === undefined;
    return {
      ...(fixed ? { egressRanges: Fn.join('/32 ', Fn.concat([this.read('foundation', 'network').egressAddresses, ['']])) } : {}),
      ...(hasFront(config)
        ? { front: { ranges: frontSources(config), ...(gateway.front === 'api-management' ? { clientName: frontClientName(hosts) } : {}) } }
        : {}),
    };
  }

  /** Who signed the certificate with which what a cloud puts before the gateway speaks for participants. */
  private frontAuthorities(): KubernetesObject[] {
    const { config, hosts } = this.context.model;
    if (!hasFront(config) || config.gateway.front !== 'api-management') return [];
    const { clients } = this.read('front', 'apiGateway');
    return [
      {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: frontAuthority, namespace: config.gateway.namespace },
        data: { 'ca.crt': manyLines(clients[frontClientName(hosts)] ?? '') },
      },
    ];
  }
}
