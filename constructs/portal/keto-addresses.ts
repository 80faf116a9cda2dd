import { ory } from '../../config/model/portal/portal';
import type { Values } from '../in-cluster/release-spec';

/** Keto by its addresses inside the namespace of the portal. */
export const ketoAddresses = {
  readURL: `http://${ory.ketoRead.service}:80`,
  writeURL: `http://${ory.ketoWrite.service}:80`,
} as const satisfies Values;

/** The role operator inside its chart, and behind the name of its release. */
export const operatorService = 'security-role-perm-operator-svc';
