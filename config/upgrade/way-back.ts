import type { EnvironmentModel } from '../environment';
import { type Migration, upgradeGuide } from './release-facts';
import { encryptsLate } from './steps';

/** How an upgrade is taken back, and whether two releases may run side by side. */
export interface WayBack {
  readonly backOut: { readonly kind: 'redeploy' | 'restore'; readonly how: string };
  readonly blueGreen: { readonly allowed: boolean; readonly why: string; readonly source: string };
}

const major = ({ config }: EnvironmentModel) => config.hub.release.split('.')[0];

/**
 * The way back, and what the makers' guide lets run side by side: two releases on the same stores only where the newer one changes no tables.
 * Handlers of both would share the consumer groups of Kafka, so beyond one major version, where messages differ, they must not.
 */
export function wayBack(name: string, before: EnvironmentModel, after: EnvironmentModel, migrations: readonly Migration[]): WayBack {
  const migrates = migrations.length > 0;
  const { release } = before.config.hub;
  const encrypted = encryptsLate(before, after);
  const across = major(before) !== major(after);
  return {
    backOut: migrates
      ? {
          kind: 'restore',
          how: `restore the databases from the backup of the window, put the workbench file back as it was, then workbench deploy ${name}. Every payment since the window is lost with it: go back before participants come back, or not at all`,
        }
      : {
          kind: 'redeploy',
          how: `put the workbench file back as it was (hub.release: ${release}), then workbench deploy ${name} ${encrypted ? 'managed-stores (MySQL must let plaintext in again first), then ' : ''}hub and the stacks of participants: ${release} works on the same tables. Databases and topics that came along may stay`,
        },
    blueGreen: {
      allowed: !migrates && !across,
      why: migrates
        ? 'the ledger is migrated: the old release must not run on the new tables'
        : across
          ? 'services of both would read the same topics, and their messages differ from one major release to the next'
          : 'the tables and messages are the same: the stateless services may run a second time beside the old ones, on the same stores, and the gateway goes over when they are looked at; the handlers of both share their work',
      source: upgradeGuide,
    },
  };
}
