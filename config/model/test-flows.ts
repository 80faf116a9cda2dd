import type { WorkbenchConfig } from '../schema/workbench';
import type { Features } from './features';
import type { Flow } from './flows';
import { collectionsOf, testApp } from './test-job';
import { testsEnabled } from './test-plan';

const anywhere = { cidr: '0.0.0.0/0' };

/**
 * What tests fetch from outside of the cluster: the toolkit its rules when it starts (443), and the runs their collections, from a port of their own
 * where `tests.collections` names one. They reach the toolkit and the hub as services of the hub's namespace.
 */
export function testFlows(config: WorkbenchConfig, features: Features): Flow[] {
  if (!features.testingToolkit) return [];
  const { protocol, port } = new URL(collectionsOf(config).address);
  const from = Number(port || (protocol === 'http:' ? 80 : 443));
  return [
    { from: { namespace: config.hub.namespace }, to: anywhere, ports: [443], why: 'tests fetch their collections' },
    ...(from === 443 || !testsEnabled(config)
      ? []
      : [
          {
            from: { namespace: config.hub.namespace, app: testApp },
            to: anywhere,
            ports: [from],
            why: 'runs of the golden path fetch their collections',
          } satisfies Flow,
        ]),
  ];
}
