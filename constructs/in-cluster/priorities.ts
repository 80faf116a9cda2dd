import { PriorityClassV1 } from '@cdktf/provider-kubernetes/lib/priority-class-v1';
import { Construct } from 'constructs';
import type { WorkbenchConfig } from '../../config/schema/workbench';

const levels = {
  stores: { value: 1_000_000, description: 'Stores of the hub: evicted last' },
  hub: { value: 900_000, description: 'Services that every transfer passes' },
  tools: { value: 100_000, description: 'Simulators and testing tools: evicted first' },
} as const;

export const priorityName = (config: WorkbenchConfig, level: keyof typeof levels) => `${config.environment}-${level}`;

/** What is given up first when a node runs short. */
export class Priorities extends Construct {
  constructor(scope: Construct, id: string, config: WorkbenchConfig) {
    super(scope, id);
    for (const [level, { value, description }] of Object.entries(levels)) {
      new PriorityClassV1(this, level, { metadata: { name: priorityName(config, level as keyof typeof levels) }, value, description });
    }
  }
}
