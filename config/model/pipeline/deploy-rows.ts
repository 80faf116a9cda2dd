import type { PipelineFacts, RunKind } from './job';
import { canVerify, goldenPath, type JobRow, someStacks, stackJob, wayIn } from './job-row';

const beforeDeploy: readonly RunKind[] = ['merge-request', 'deploy'];
/** Stacks that no other one needs: when they are deployed, everything is. */
const lastStacks = ({ stacks }: PipelineFacts) =>
  stacks.filter(({ id }) => !stacks.some(({ needs }) => needs.includes(id))).map(({ id }) => stackJob(id));
const onboards = (facts: PipelineFacts) => facts.config.hub.onboarding && facts.commands.has('onboard') && wayIn(facts) !== 'none';
const afterDeploy = (facts: PipelineFacts): readonly string[] => (onboards(facts) ? ['onboard'] : lastStacks(facts));

/** Jobs of a merge request and of a deploy but for those of the stacks, in their order. */
export const deployRows = {
  check: {
    command: 'check',
    row: ({ name }) => ({ title: 'every problem of the file', stage: 'check', runs: beforeDeploy, script: [`workbench check ${name}`] }),
  },
  audit: {
    command: 'check',
    row: () => ({
      title: 'known faults of the npm packages of the workbench itself',
      stage: 'check',
      runs: beforeDeploy,
      warns: true,
      // Its packages lie where its command does; a registry without the service of audits warns, too.
      script: ['cd "$(dirname "$(readlink -f "$(command -v workbench)")")/../.."', 'npm audit --omit=dev --audit-level=high'],
    }),
  },
  policy: {
    command: 'check',
    row: ({ name }) => ({
      title: 'what would be made, held against the policies',
      stage: 'policy',
      runs: beforeDeploy,
      needs: ['check'],
      script: [`workbench check ${name} --policy`],
    }),
  },
  plan: {
    command: 'plan',
    row: ({ name }) => ({
      title: 'what a deploy would change, in numbers, in words and in money',
      stage: 'plan',
      runs: beforeDeploy,
      needs: ['policy'],
      login: 'plan',
      alone: true,
      history: true,
      artifacts: { folder: 'plan', always: true, terraform: 'plan/terraform.json' },
      script: [
        'mkdir -p plan',
        // 2 is a plan with changes. What failed is in the file: the next line tells it, and fails.
        `workbench plan ${name} ${someStacks} --json --quiet > plan/plan.json || test $? -le 2`,
        `workbench pipeline summary ${name} --plan plan/plan.json --base "$WORKBENCH_BASE" --out plan`,
      ],
    }),
  },
  approve: {
    command: 'deploy',
    wanted: ({ config }) => config.pipeline.approval === 'once',
    row: () => ({
      title: 'a person agrees to the plan',
      stage: 'deploy',
      runs: ['deploy'],
      needs: ['plan'],
      manual: true,
      effect: 'prepare',
      script: ['echo "agreed to the plan of $WORKBENCH_REVISION"'],
    }),
  },
  onboard: {
    command: 'onboard',
    inCluster: true,
    wanted: ({ config }) => config.hub.onboarding,
    row: (facts) => ({
      title: 'the hub in its ledger, as the file says',
      stage: 'onboard',
      runs: ['deploy'],
      needs: lastStacks(facts),
      login: 'deploy',
      effect: 'prepare',
      alone: true,
      script: [`workbench onboard ${facts.name}`],
    }),
  },
  verify: {
    command: 'verify',
    inCluster: true,
    wanted: canVerify,
    row: (facts) => ({ ...goldenPath(facts), stage: 'verify', runs: ['deploy'], needs: afterDeploy(facts) }),
  },
  report: {
    command: 'report',
    row: (facts) => ({
      title: 'the page about the environment',
      stage: 'report',
      runs: ['deploy'],
      needs: afterDeploy(facts),
      artifacts: { folder: 'report', always: false },
      script: [`workbench report ${facts.name} --out report/index.html`, `workbench sbom ${facts.name} --out report/sbom.cdx.json`],
    }),
  },
} as const satisfies Readonly<Record<string, JobRow>>;
