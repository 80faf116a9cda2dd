import type { PlatformKit } from '../contracts';
import { Ephemeral } from '../terraform/ephemeral';

/**
 * Reads a login from Secrets Manager while Terraform runs: an ephemeral value, in no state and no plan. Whoever deploys the stack needs
 * `secretsmanager:GetSecretValue` on it and `kms:Decrypt` on its key.
 */
export const readSecret: NonNullable<PlatformKit['readSecret']> = (scope, id, name) =>
  new Ephemeral(scope, id, 'aws_secretsmanager_secret_version', { secret_id: name }).attr('secret_string');
