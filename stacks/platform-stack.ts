import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import { chartVersion } from '../config/model/charts';
import { namespaceQuota } from '../config/model/demand';
import { operatorsNamespace, systemNamespace } from '../config/model/namespaces';
import { eventsRequest } from '../config/model/portal/events';
import { tracesServices } from '../config/model/service-spans';
import type { PodIdentity } from '../constructs/contracts';
import { deployerAccount } from '../constructs/in-cluster/deployer-account';
import { imagePolicies } from '../constructs/in-cluster/image-policy';
import { WorkbenchNamespace } from '../constructs/in-cluster/namespace';
import { certManager, gatewayController, storeOperators, vaultConfigOperator } from '../constructs/in-cluster/platform-releases';
import { Priorities } from '../constructs/in-cluster/priorities';
import { storageClass } from '../constructs/in-cluster/storage-class';
import { spansOperator, spansRights } from '../constructs/observability/service-spans';
import { vaultBootstrap } from '../constructs/vault/bootstrap';
import { vaultCertificates, vaultRelease } from '../constructs/vault/server';
import { type StackContext, WorkbenchStack } from './workbench-stack';

/** Namespaces with their rules, certificates, the gateway, Vault, and the operators: everything the rest stands on. */
export class PlatformStack extends WorkbenchStack {
  constructor(scope: Construct, id: string, context: StackContext) {
    super(scope, id, context);
    const { model } = context;
    const { config } = model;
    this.useOwnCluster();

    const namespaces = model.namespaces.map(
      (namespace) =>
        new WorkbenchNamespace(this, {
          namespace,
          config,
          flows: model.flows,
          quota: namespaceQuota(config, model.services, namespace.name),
          request: eventsRequest(config, namespace.name),
        }),
    );
    const ready = namespaces.map((namespace) => namespace.resource);
    deployerAccount(this, ready);
    const images = imagePolicies(config);
    if (images.length > 0) this.objects('image-policy', { namespace: systemNamespace, objects: images, dependsOn: ready });
    new Priorities(this, 'priority', config);

    const additions = this.additions();
    const identity = (namespace: string, account: string) => {
      const found = additions.podIdentity(namespace, account);
      return Object.keys(found.annotations).length > 0 ? found : undefined;
    };
    if (additions.storageClass) storageClass(this, additions.storageClass);
    const certificates = this.release(certManager(model, identity(config.certificates.namespace, 'cert-manager')), { dependsOn: ready });
    for (const spec of additions.releases) this.release(spec, { dependsOn: [certificates.resource] });
    if (config.gateway.controller === 'envoy-gateway') this.release(gatewayController(model), { dependsOn: ready });

    const vault = config.secrets.vault.address
      ? undefined
      : this.deployVault(certificates.resource, identity(config.secrets.vault.namespace, 'vault'));
    this.release(vaultConfigOperator(model), { dependsOn: [certificates.resource, ...(vault ? [vault] : [])] });
    for (const spec of storeOperators(model)) this.release(spec, { dependsOn: ready });
    if (tracesServices(config)) this.serviceSpans(certificates.resource);

    this.publish({
      interop_switch: `https://${model.hosts.interopSwitch}`,
      namespaces: model.namespaces.map(({ name }) => name).join(','),
    });
  }

  /** What puts the SDK of OpenTelemetry into pods of the hub. It is here because it must be there before them. */
  private serviceSpans(certificates: ITerraformDependable): void {
    const { model } = this.context;
    const rights = this.objects('service-spans', { namespace: operatorsNamespace, objects: spansRights(model), dependsOn: [certificates] });
    this.release(spansOperator(model), { dependsOn: [rights.resource] });
  }

  private deployVault(certificates: ITerraformDependable, identity: PodIdentity | undefined) {
    const { model, kit } = this.context;
    const { config } = model;
    const tls = this.objects('vault-certificates', {
      namespace: config.certificates.namespace,
      objects: vaultCertificates(config),
      dependsOn: [certificates],
    });
    const seal = kit.vaultSeal(config);
    const server = this.release(vaultRelease(config, chartVersion(config, 'vault'), seal, identity), {
      dependsOn: [tls.resource],
      wait: false,
    });
    return this.objects('vault-bootstrap', {
      namespace: config.secrets.vault.namespace,
      ...vaultBootstrap(config),
      dependsOn: [server.resource],
    }).resource;
  }
}
