import { isIP } from 'node:net';
import { EndpointSliceV1 } from '@cdktf/provider-kubernetes/lib/endpoint-slice-v1';
import { ServiceV1 } from '@cdktf/provider-kubernetes/lib/service-v1';
import { Construct } from 'constructs';
import type { LogicalService } from '../../config/model/endpoints';

/**
 * The stable names applications use for their stores. Where a store lives can change behind them without a change of the hub:
 * an alias for a name, or a Service with a fixed endpoint for an address (an alias cannot point at an address).
 */
export class LogicalServices extends Construct {
  constructor(scope: Construct, id: string, namespace: string, services: readonly LogicalService[]) {
    super(scope, id);
    for (const service of services) {
      const metadata = {
        name: service.name,
        namespace,
        labels: { 'workbench.mojaloop.io/logical-service': 'true' },
        annotations: { 'workbench.mojaloop.io/why': service.why },
      };
      const family = isIP(service.target);
      if (family === 0) {
        new ServiceV1(this, service.name, {
          metadata,
          spec: { type: 'ExternalName', externalName: service.target },
          waitForLoadBalancer: false,
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
