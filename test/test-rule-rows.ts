import type { RuleRow } from './cloud-rule-rows';

type Json = { readonly [key: string]: unknown };
const tests = (more: Json) => ({ tests: more });
const nightly = (more: Json = {}) => ({ schedule: { cron: '0 3 * * *', ...more } });
const archive = 'https://files.example.org/test-cases.zip';
const digest = 'a'.repeat(64);

/** Rules of the golden path. */
export const testRuleRows: readonly RuleRow[] = [
  {
    code: 'TST-PARTS',
    settings: { ...tests({ enabled: true }), hub: { testingToolkit: false, simulators: false } },
    finds: [
      'tests.enabled: the golden path is to be run, and hub.testingToolkit is off (write hub.testingToolkit: true, or tests.enabled: false)',
      'tests.enabled: the golden path is to be run, and hub.simulators is off (write hub.simulators: true, or tests.enabled: false)',
    ],
    silent: tests({ enabled: true }),
  },
  {
    code: 'TST-OFF',
    settings: { ...tests({ gate: true, ...nightly(), runs: ['val-gp'] }), hub: { simulators: false } },
    finds: [
      'tests.gate: deploy is to end with the golden path, and this hub has no testing toolkit with simulators (write hub.testingToolkit: true and hub.simulators: true, or remove this)',
      'tests.schedule: the golden path has a schedule, and this hub has no testing toolkit with simulators (write hub.testingToolkit: true and hub.simulators: true, or remove this)',
      'tests.runs: runs of the golden path are named, and this hub has no testing toolkit with simulators (write hub.testingToolkit: true and hub.simulators: true, or remove this)',
    ],
    silent: tests({ gate: true, ...nightly(), runs: ['val-gp'] }),
  },
  {
    code: 'TST-RUN',
    settings: {
      ...tests({ runs: ['val-gp', 'val-bulk'], ...nightly({ runs: ['val-tp', 'val-gp', 'val-interscheme'] }) }),
      hub: { release: '16.0.4' },
    },
    finds: [
      "tests.runs.1: val-bulk can't be run: hub.bulk is off (this hub can run setup, val-gp, cleanup)",
      "tests.schedule.runs.0: val-tp can't be run: hub.thirdParty is off (this hub can run setup, val-gp, cleanup)",
      "tests.schedule.runs.2: val-interscheme can't be run: Mojaloop 16.0.4 has no such run (this hub can run setup, val-gp, cleanup)",
    ],
    silent: { ...tests({ runs: ['val-gp', 'val-bulk', 'val-tp'] }), hub: { bulk: true, thirdParty: true } },
  },
  {
    code: 'TST-NOTHING',
    settings: tests({ runs: ['setup', 'cleanup'], ...nightly({ runs: ['setup'] }) }),
    finds: [
      'tests.runs: setup and cleanup say nothing of whether payments work (name val-gp too, or leave the list out)',
      'tests.schedule.runs: setup says nothing of whether payments work (name val-gp too, or leave the list out)',
    ],
    silent: tests({ runs: ['setup', 'val-gp'] }),
  },
  {
    code: 'TST-TIME-ZONE',
    settings: tests(nightly({ timeZone: 'Africa/Kigalli' })),
    finds: ['tests.schedule.timeZone: there is no time zone Africa/Kigalli (did you mean Africa/Kigali?)'],
    silent: tests(nightly({ timeZone: 'Africa/Kigali' })),
  },
  {
    code: 'TST-PRODUCTION',
    settings: { profile: 'production', hub: { simulators: true }, ...tests({ gate: true }) },
    finds: [
      'tests.gate: simulators become participants of a production ledger, and every run moves money between them (run the golden path in an environment of its own that is made from the same file, and only then deploy this one)',
    ],
    silent: { profile: 'production', hub: { simulators: true } },
  },
  {
    code: 'TST-KEPT',
    settings: { ...tests({ results: { inToolkit: true } }), hub: { release: '14.1.0' } },
    finds: [
      'tests.results.inToolkit: the testing toolkit of Mojaloop 14.1.0 has no database for reports (remove it, or deploy 14.1.1 or newer)',
    ],
    silent: { ...tests({ results: { inToolkit: true } }), hub: { release: '14.1.1' } },
  },
  {
    code: 'TST-LOGIN',
    settings: tests({ collections: { address: 'https://anna:s3cret@files.example.org/test-cases.zip' } }),
    finds: [
      'tests.collections.address: the address holds a login, and would show it in every Job (put the archive where the cluster may fetch it without one, and name its digest in sha256)',
    ],
    silent: tests({ collections: { address: archive } }),
  },
  {
    code: 'TST-DIGEST',
    settings: tests({ collections: { address: 'http://files.example.org/test-cases.zip' } }),
    finds: [
      'tests.collections.address: the archive comes unencrypted, and whoever is in between decides what the runs try (name its digest in tests.collections.sha256, or use https)',
    ],
    silent: tests({ collections: { address: 'http://files.example.org/test-cases.zip', sha256: digest } }),
  },
];
