import type { Pm4mlContext } from './context';
import type { SecretReference } from './raw-text';

/** Secrets of a payment manager, as `participantSecrets` of the secret map names them. */
export type OwnSecret = 'oauth-client' | 'portal-client' | 'ilp' | 'portal-session';

/** The Kubernetes Secret that delivers one of them. */
export const secretOf = ({ participant }: Pick<Pm4mlContext, 'participant'>, name: OwnSecret): SecretReference => ({
  name: `${participant.id}-${name}`,
  key: 'secret',
});
