import { storesOutside } from '../backup/outside';
import type { PipelineFacts } from './job';
import { canVerify, goldenPath, type JobRow, type Row, someStacks } from './job-row';
import { drillTokenFile } from './logins';

const rests = ({ config }: PipelineFacts): boolean => config.operations.hibernation !== undefined;

/** An environment of production is only put to rest where its name is given: here by whoever wrote the schedule into its file. */
const rest = ({ name, config }: PipelineFacts, kind: 'hibernate' | 'wake'): Omit<Row, 'title'> => ({
  stage: 'operate',
  runs: [kind],
  login: 'deploy',
  effect: 'prepare',
  alone: true,
  script: [`workbench ${kind} ${name}${kind === 'hibernate' && config.profile === 'production' ? ` --confirm ${config.environment}` : ''}`],
});

/** Jobs that a clock or a person begins, whatever was deployed when. */
export const operateRows = {
  drift: {
    command: 'plan',
    row: ({ name }) => ({
      title: 'fails when somebody changed something by hand',
      stage: 'operate',
      runs: ['drift'],
      login: 'plan',
      alone: true,
      script: [`workbench plan ${name} ${someStacks}`],
    }),
  },
  doctor: {
    command: 'doctor',
    inCluster: true,
    row: ({ name }) => ({
      title: 'certificates that run out, and whatever else is wrong',
      stage: 'operate',
      runs: ['doctor'],
      login: 'plan',
      script: [`workbench doctor ${name}`],
    }),
  },
  tests: {
    command: 'verify',
    inCluster: true,
    wanted: canVerify,
    row: (facts) => ({ ...goldenPath(facts), stage: 'operate', runs: ['tests'] }),
  },
  drill: {
    command: 'drill',
    inCluster: true,
    wanted: ({ config }) => config.pipeline.drill !== undefined && storesOutside(config).includes('mysql'),
    row: ({ name }) => ({
      title: 'restores the newest backups into a namespace of its own, and measures it',
      stage: 'operate',
      runs: ['drill'],
      login: 'deploy',
      effect: 'prepare',
      alone: true,
      drills: true,
      artifacts: { folder: 'drill', always: true },
      script: [`workbench drill ${name} --job-token ${drillTokenFile} --out drill/result.json`],
    }),
  },
  hibernate: {
    command: 'hibernate',
    inCluster: true,
    wanted: rests,
    row: (facts) => ({ ...rest(facts, 'hibernate'), title: 'puts the environment to rest, payments first and stores last' }),
  },
  wake: {
    command: 'wake',
    inCluster: true,
    wanted: rests,
    row: (facts) => ({ ...rest(facts, 'wake'), title: 'brings it back, stores first' }),
  },
  destroy: {
    command: 'destroy',
    row: ({ name }) => ({
      title: 'removes the environment',
      stage: 'destroy',
      runs: ['destroy'],
      login: 'deploy',
      manual: true,
      effect: 'remove',
      alone: true,
      script: [
        // Typed by whoever started the pipeline: the first of two confirmations, held against the name by the command. The second is the start of this job.
        `workbench destroy ${name} ${someStacks} --confirm "$WORKBENCH_DESTROY" \${WORKBENCH_ALLOW_DESTROY:+--allow-destroy $WORKBENCH_ALLOW_DESTROY}`,
      ],
    }),
  },
} as const satisfies Readonly<Record<string, JobRow>>;
