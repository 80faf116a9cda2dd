import type { Profile } from '../schema/kinds';
import type { ParticipantConfig, WorkbenchConfig } from '../schema/workbench';
import { schemaOf } from '../validate/schema';

/** What a workbench file must say; everything else has a default. */
const required = {
  environment: 'any',
  tenant: 'any',
  domain: 'any.example.org',
  platform: { provider: 'kubernetes' },
  hub: { release: '17.1.0', currencies: ['XXX'] },
  participants: [{ id: 'any', currency: 'XXX' }],
} as const;

export interface Defaults {
  readonly config: WorkbenchConfig;
  readonly participant: ParticipantConfig;
}

/** Everything a file gets that says only what it must. */
export function defaultsOf(profile: Profile): Defaults {
  const config = schemaOf(profile).parse({ ...required, profile });
  const [participant] = config.participants;
  if (!participant) throw new Error('the smallest file has a participant');
  return { config, participant };
}

/** Settings that are written even where they are the default: a reader looks for them. */
export const alwaysWritten: ReadonlySet<string> = new Set([
  'environment',
  'tenant',
  'domain',
  'profile',
  'platform.provider',
  'hub.release',
  'hub.currencies',
  'participants.#.id',
  'participants.#.currency',
]);
