import { HorizontalPodAutoscalerV2 } from '@cdktf/provider-kubernetes/lib/horizontal-pod-autoscaler-v2';
import { PodDisruptionBudgetV1 } from '@cdktf/provider-kubernetes/lib/pod-disruption-budget-v1';
import { Construct } from 'constructs';
import type { HubService } from '../../config/model/services';

export interface ScalingProps {
  readonly namespace: string;
  /** Helm release name, the instance its pods are labelled with. */
  readonly release: string;
  readonly services: readonly HubService[];
}

/**
 * Autoscaling and disruption budgets for the services of the hub, the same for every release:
 * the charts know disruption budgets only from 17.1 and autoscaling not at all.
 */
export class Scaling extends Construct {
  constructor(scope: Construct, id: string, { namespace, release, services }: ScalingProps) {
    super(scope, id);
    // Tools are groups of workloads, one pod each.
    for (const service of services.filter(({ kind }) => kind !== 'tool')) {
      const metadata = { name: service.deployment, namespace };
      if (service.maxReplicas > service.replicas) {
        new HorizontalPodAutoscalerV2(this, `autoscaler-${service.name}`, {
          metadata,
          spec: {
            scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: metadata.name },
            minReplicas: service.replicas,
            maxReplicas: service.maxReplicas,
            metric: [
              { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: service.cpuPercent } } },
            ],
          },
        });
      }
      if (service.replicas > 1) {
        new PodDisruptionBudgetV1(this, `budget-${service.name}`, {
          metadata,
          spec: {
            maxUnavailable: '1',
            selector: { matchLabels: { 'app.kubernetes.io/name': service.label, 'app.kubernetes.io/instance': release } },
          },
        });
      }
    }
  }
}
