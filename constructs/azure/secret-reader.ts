import type { PlatformKit } from '../contracts';
import { Ephemeral } from '../terraform/ephemeral';

/**
 * Reads a login from Key Vault while Terraform runs: an ephemeral value, in no state and no plan. Whoever deploys the stack needs the role
 * Key Vault Secrets User there, and a line to its private endpoint.
 */
export const readSecret: NonNullable<PlatformKit['readSecret']> = (scope, id, name, { secretStore }) =>
  new Ephemeral(scope, id, 'azurerm_key_vault_secret', { key_vault_id: secretStore.id, name }).attr('value');
