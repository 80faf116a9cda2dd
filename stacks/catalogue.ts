import type { Construct } from 'constructs';
import type { EnvironmentModel } from '../config/environment';
import { CloudAlarmsStack } from './cloud-alarms-stack';
import { ClusterStack } from './cluster-stack';
import { EdgeStack } from './edge-stack';
import { FoundationStack } from './foundation-stack';
import { FrontStack } from './front-stack';
import { HubStack } from './hub-stack';
import { ManagedStoresStack } from './managed-stores-stack';
import { ObservabilityStack } from './observability-stack';
import { ParticipantPlatformStack } from './participant-platform-stack';
import { ParticipantsStack } from './participants-stack';
import { PlatformStack } from './platform-stack';
import { PortalStack } from './portal-stack';
import { SecretsStack } from './secrets-stack';
import { outlineOf, type StackName, type StackOutline, type WhichStack } from './stack-table';
import { StoresStack } from './stores-stack';
import type { StackContext, WorkbenchStack } from './workbench-stack';

type Build = (scope: Construct, context: StackContext) => WorkbenchStack;

/** One stack of an environment. */
export interface StackEntry extends StackOutline {
  readonly build: Build;
}

/** The class of each stack of the table. */
const builders: Readonly<Record<StackName, Build>> = {
  foundation: (s, c) => new FoundationStack(s, 'foundation', c),
  cluster: (s, c) => new ClusterStack(s, 'cluster', c),
  'managed-stores': (s, c) => new ManagedStoresStack(s, 'managed-stores', c),
  platform: (s, c) => new PlatformStack(s, 'platform', c),
  secrets: (s, c) => new SecretsStack(s, 'secrets', c),
  front: (s, c) => new FrontStack(s, 'front', c),
  stores: (s, c) => new StoresStack(s, 'stores', c),
  edge: (s, c) => new EdgeStack(s, 'edge', c),
  observability: (s, c) => new ObservabilityStack(s, 'observability', c),
  hub: (s, c) => new HubStack(s, 'hub', c),
  'cloud-alarms': (s, c) => new CloudAlarmsStack(s, 'cloud-alarms', c),
  portal: (s, c) => new PortalStack(s, 'portal', c),
};

/** The stacks of this environment, each with how it is built. */
export const stacksOf = (model: EnvironmentModel): StackEntry[] =>
  outlineOf(model).map(({ id, description, needs, ...which }) => ({
    id,
    description,
    needs,
    build: builderOf(id, which),
  }));

function builderOf(id: string, which: WhichStack): Build {
  if ('group' in which) return (scope, context) => new ParticipantsStack(scope, which.group, context);
  if ('cluster' in which) return (scope, context) => new ParticipantPlatformStack(scope, id, which.cluster, context);
  return builders[which.name];
}
