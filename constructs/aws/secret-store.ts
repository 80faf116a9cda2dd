import type { Capabilities, SecretStore } from '../contracts';

/**
 * Secrets Manager of the account. It needs nothing made: `id` is what the name of every secret of the environment begins with, and so what policies
 * let a role read (`<tenant>/<environment>/*`). Each secret is made by the stack that needs it, encrypted with the key `data`. About 0.40 USD a month each.
 */
export const secretStore: Capabilities['secretStore'] = (_scope, { config }): SecretStore => ({
  id: `${config.tenant}/${config.environment}`,
});
