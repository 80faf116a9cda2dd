import { isIP } from 'node:net';
import { EndpointSliceV1 } from '@cdktf/provider-kubernetes/lib/endpoint-slice-v1';
import { ServiceV1 } from '@cdktf/provider-kubernetes/lib/service-v1';
import { Op } from 'cdktf';
import { Construct } from 'constructs';
import type { LogicalService } from '../../config/model/endpoints';
import type { StoreContract } from '../../config/model/managed-stores';
import type { ManagedStore } from '../contracts';

/** Something that must be true before a name leads anywhere; told at the plan. */
export interface ServiceCheck {
  /** An expression of Terraform. */
  readonly condition: unknown;
  readonly errorMessage: string;
}

/** What is known of stores that the cloud runs only while Terraform runs. */
export interface ManagedBehind {
  readonly stores: Partial<Readonly<Record<StoreContract, ManagedStore>>>;
  /** By logical name. */
  readonly checks: Readonly<Record<string, readonly ServiceCheck[]>>;
}

/**
 * The stable names applications use for their stores. Where a store lives can change behind them without a change of the hub:
 * an alias for a name, or a Service with a fixed endpoint for an address (an alias cannot point at an address).
 */
export class LogicalServices extends Construct {
  constructor(
    scope: Construct,
    id: string,
    namespace: string,
    services: readonly LogicalService[],
    managed: ManagedBehind = { stores: {}, checks: {} },
  ) {
    super(scope, id);
    for (const service of services) {
      const metadata = {
        name: service.name,
        namespace,
        labels: { 'workbench.mojaloop.io/logical-service': 'true' },
        annotations: { 'workbench.mojaloop.io/why': service.why },
      };
      const store = service.managed && managed.stores[service.managed];
      if (store) {
        new ServiceV1(this, service.name, {
          metadata,
          spec: { type: 'ExternalName', externalName: store.host },
          waitForLoadBalancer: false,
          // An alias keeps the port, and network policies let out to this one only.
          lifecycle: {
            precondition: [
              {
                condition: Op.eq(store.port, String(service.port)),
                errorMessage: `${service.target} has another port than ${service.port}, which the hub and its network policies know.`,
              },
            ],
          },
        });
        continue;
      }
      const family = isIP(service.target);
      if (family === 0) {
        const checks = managed.checks[service.name] ?? [];
        new ServiceV1(this, service.name, {
          metadata,
          spec: { type: 'ExternalName', externalName: service.target },
          waitForLoadBalancer: false,
          ...(checks.length > 0 ? { lifecycle: { precondition: [...checks] } } : {}),
        });
        continue;
      }
      const ports = [{ name: 'store', port: service.port, targetPort: String(service.port) }];
      const resource = new ServiceV1(this, service.name, {
        metadata,
        spec: { type: 'ClusterIP', port: ports },
        waitForLoadBalancer: false,
      });
      new EndpointSliceV1(this, `${service.name}-endpoint`, {
        metadata: { name: service.name, namespace, labels: { 'kubernetes.io/service-name': service.name } },
        addressType: family === 6 ? 'IPv6' : 'IPv4',
        endpoint: [{ addresses: [service.target], condition: { ready: true } }],
        port: [{ name: 'store', port: String(service.port), appProtocol: 'TCP' }],
        dependsOn: [resource],
      });
    }
  }
}
