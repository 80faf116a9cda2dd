import { cloudWays } from './clouds';
import { participantWays } from './participants';
import { peopleWays } from './people';
import { releaseWays } from './releases';
import { runningWays } from './running';
import { storeWays } from './stores';

/** The way out of every rule about the settings of a workbench file, by its code. */
export const ruleWays: ReadonlyMap<string, string> = new Map(
  [participantWays, releaseWays, cloudWays, storeWays, peopleWays, runningWays].flatMap((ways) => Object.entries(ways)),
);
