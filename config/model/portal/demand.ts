import type { WorkbenchConfig } from '../../schema/workbench';
import type { Demand } from '../demand';
import { type PortalPart, partsOf, portalParts, runsPortal } from './portal';

/**
 * What one pod of the portal asks for. The charts of Mojaloop have settings for it and use none of them, so their pods get what the namespace gives to
 * everybody who asks for nothing.
 */
export const portalDemand = {
  part: { cpu: 25, memory: 128 },
  ory: { cpu: 25, memory: 96 },
} as const satisfies Readonly<Record<string, Demand>>;

/** Kratos, Keto, Oathkeeper and the login page. */
const oryServices = 4;

export const partReplicas = (config: Pick<WorkbenchConfig, 'portal'>, part: PortalPart): number =>
  portalParts[part].single ? 1 : config.portal.replicas;

/** Requests of the whole portal. */
export function portalPodsDemand(config: WorkbenchConfig): Demand {
  if (!runsPortal(config)) return { cpu: 0, memory: 0 };
  const rows: readonly (readonly [number, Demand])[] = [
    ...partsOf(config).map((part) => [partReplicas(config, part), portalDemand.part] as const),
    [oryServices * config.portal.replicas, portalDemand.ory],
    // What writes the rules of Oathkeeper, what sends mail, and the role operator.
    [config.portal.mail ? 2 : 1, portalDemand.ory],
    [1, portalDemand.part],
  ];
  const total = (key: keyof Demand) => rows.reduce((sum, [pods, demand]) => sum + pods * demand[key], 0);
  return { cpu: total('cpu'), memory: total('memory') };
}
