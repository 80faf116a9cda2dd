import { z } from 'zod';
import { type ByProfile, cron } from './kinds';

/** Runs of the testing toolkit in the order in which they go; a release and the parts of its hub say which of them there are. */
export const testRunNames = [
  'setup',
  'val-gp',
  'val-bulk',
  'setup-tp',
  'val-tp',
  'setup-sdk-bulk',
  'val-sdk-bulk',
  'val-sdk-r2p',
  'setup-interscheme',
  'val-interscheme',
  'cleanup',
] as const;
export type TestRunName = (typeof testRunNames)[number];

const runs = z.array(z.enum(testRunNames)).min(1);

/** The testing toolkit's command ends itself after this time, in every version that the catalogue knows. */
export const longestRunMinutes = 15;

const schedule = z
  .strictObject({
    cron: cron.describe('When the runs begin. The hub is then busy with transfers of the simulators.'),
    timeZone: z.string().min(1).default('UTC').describe('Time zone of the schedule, such as Africa/Kigali.'),
    runs: runs.optional().describe('Only these runs, with what they stand on; those of `tests.runs` when left out.'),
    suspended: z.boolean().default(false).describe('The schedule stays, and nothing is started until this is false again.'),
  })
  .optional();

const collections = z
  .strictObject({
    address: z
      .url({ protocol: /^https?$/ })
      .describe('Address of the archive (zip) of testing-toolkit-test-cases, as GitHub makes it of the tag that belongs to the release.'),
    sha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/, 'must be 64 hexadecimal digits')
      .optional()
      .describe('Digest of the archive: another one is refused.'),
  })
  .optional();

export const testsSection = (by: ByProfile) =>
  z
    .strictObject({
      enabled: z
        .boolean()
        .optional()
        .describe(
          'The golden path may be run on this hub. It makes simulator participants in the ledger and moves money between them. On by default where the testing toolkit and the simulators are.',
        ),
      runs: runs
        .optional()
        .describe('Only these runs, with the provisioning they stand on and the cleanup; every one that the hub can pass when left out.'),
      labels: z
        .array(z.string().regex(/^[\w-]{1,40}$/, 'must be letters, digits, dashes and underscores'))
        .default([])
        .describe('Only test cases with one of these labels, in runs that validate; all of them when empty.'),
      timeoutMinutes: z
        .int()
        .min(1)
        .max(longestRunMinutes)
        .default(longestRunMinutes)
        .describe("Longest time of one run. The toolkit's command ends itself after 15 minutes."),
      stopAtFirstFailure: z
        .boolean()
        .default(false)
        .describe(
          'After a run with a failing test case no further run begins but the cleanup. Otherwise every failure is found at once. A run is always made to its end: the toolkit leaves no report where it stops inside.',
        ),
      gate: z
        .boolean()
        .default(false)
        .describe('`workbench deploy` ends with the runs, and fails when one of them does. It takes 10 to 40 minutes.'),
      schedule: schedule.describe('Runs that a CronJob in the namespace of the hub starts by itself.'),
      results: z
        .strictObject({
          keepHours: z
            .int()
            .min(1)
            .max(720)
            .default(by(24, 168))
            .describe('How long a finished Job stays in the cluster, with its report in the log of its pod.'),
          keepRuns: z.int().min(1).max(20).default(3).describe('How many passed, and how many failed scheduled runs stay in the cluster.'),
          inToolkit: z
            .boolean()
            .default(false)
            .describe('The testing toolkit keeps each report in its database too, to be read in its own page (14.1.1 and newer).'),
        })
        .prefault({})
        .describe('Where reports stay and how long.'),
      collections: collections.describe('Where the runs fetch their collections; GitHub when left out.'),
    })
    .prefault({})
    .describe('The golden path: collections of the testing toolkit that say whether the hub works.');
