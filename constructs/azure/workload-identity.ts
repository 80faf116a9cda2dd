import { FederatedIdentityCredential } from '@cdktf/provider-azurerm/lib/federated-identity-credential';
import { UserAssignedIdentity } from '@cdktf/provider-azurerm/lib/user-assigned-identity';
import { identitiesOf, identityKey } from '../../config/model/identities';
import { nameOf } from '../../config/model/names';
import { tagsOf } from '../../config/model/tags';
import type { Capabilities, WorkloadIdentity } from '../contracts';
import { type AzureIdentity, rightsOf } from './pod-rights';
import { grant } from './rights';

/** The audience that Entra ID accepts tokens of other issuers for. */
const audience = 'api://AzureADTokenExchange';

/**
 * A managed identity for every service account that has business with Azure, trusted by the issuer of the cluster's tokens for exactly that account:
 * no password and no key. Each has the rights of one row and no more. They cost nothing. A new cluster has a new issuer; the trust follows it.
 */
export const workloadIdentity: Capabilities['workloadIdentity'] = (scope, { config }, foundation): WorkloadIdentity => {
  const { place, cluster } = foundation;
  const clients = identitiesOf(config).map((identity) => {
    const { id, namespace, serviceAccount, why } = identity;
    const made = new UserAssignedIdentity(scope, id, {
      name: nameOf(config, 'identity', id),
      resourceGroupName: place.group,
      location: place.region,
      tags: tagsOf(config),
    });
    new FederatedIdentityCredential(scope, `${id}-trust`, {
      name: id,
      resourceGroupName: place.group,
      parentId: made.id,
      issuer: cluster.identityIssuer,
      subject: `system:serviceaccount:${namespace}:${serviceAccount}`,
      audience: [audience],
    });
    for (const right of rightsOf(id as AzureIdentity, foundation, config)) {
      grant(scope, `${id}-may-${right.id}`, right.role, right.on, made.principalId, why);
    }
    return [identityKey(identity), made.clientId] as const;
  });
  return { identities: Object.fromEntries(clients) };
};
