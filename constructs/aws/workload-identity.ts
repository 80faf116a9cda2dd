import { identitiesOf, identityKey } from '../../config/model/identities';
import type { Capabilities, WorkloadIdentity } from '../contracts';
import { addOnRoles } from './add-ons';
import { type AwsIdentity, rightsOf } from './pod-rights';
import { podRole } from './pod-role';

/** Add-ons have theirs made beside them, before they start. */
const ofAddOns: readonly string[] = Object.values(addOnRoles);

/**
 * EKS Pod Identity: each service account that has business with AWS gets a role of its own, and no other pod anything. No key, no annotation, no provider of
 * identities to look after. Service accounts are made by the charts of the stacks after this one; a pod must start after its role is bound.
 */
export const workloadIdentity: Capabilities['workloadIdentity'] = (scope, { config }, foundation): WorkloadIdentity => {
  const roles = identitiesOf(config)
    .filter(({ id }) => !ofAddOns.includes(id))
    .map((identity) => {
      const rights = rightsOf(identity.id as AwsIdentity, { config, foundation });
      return [identityKey(identity), podRole(scope, config, foundation.cluster.name, identity, rights).roleArn];
    });
  return { identities: Object.fromEntries(roles) };
};
