import { Fn } from 'cdktf';
import type { PlatformKit } from '../contracts';
import { Ephemeral } from '../terraform/ephemeral';

/**
 * Reads a login (`<name>/<version>`) from Key Vault while Terraform runs: an ephemeral value, in no state and no plan. Whoever deploys the stack needs the role
 * Key Vault Secrets User there, and a line to its private endpoint.
 */
export const readSecret: NonNullable<PlatformKit['readSecret']> = (scope, id, handedOn, { secretStore }) => {
  const [name, version] = [0, 1].map((at): string => Fn.element(Fn.split('/', handedOn), at));
  return new Ephemeral(scope, id, 'azurerm_key_vault_secret', { key_vault_id: secretStore.id, name, version }).attr('value');
};
