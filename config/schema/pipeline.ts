import { z } from 'zod';
import { type ByProfile, cron, plainText } from './kinds';

const entraId = z.string().regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, 'must be a client id of Microsoft Entra');
const roleArn = z.string().regex(/^arn:[\w-]+:iam::\d{12}:role\/[\w+=,.@/-]+$/, 'must be the ARN of an IAM role');
const branchName = z.string().regex(/^[\w][\w./-]{0,99}$/, 'must be the name of a branch');

/** Who a job is at the cloud. There are names here and no keys: the token of the job is what proves them. */
const loginSection = z
  .strictObject({
    planRole: roleArn.optional().describe('IAM role that only reads: jobs that plan take it, those of merge requests too (aws).'),
    deployRole: roleArn.optional().describe('IAM role that deploys: only jobs of the deploying branch may take it (aws).'),
    planClient: entraId.optional().describe('Client id of the application or identity that only reads (azure, azure-stack).'),
    deployClient: entraId.optional().describe('Client id of the one that deploys (azure, azure-stack).'),
    clusterAudience: plainText
      .optional()
      .describe(
        'Audience of a token for the Kubernetes API, written to `.workbench/kubernetes-token`: the `tokenFile` of a kubeconfig without a key (kubernetes).',
      ),
  })
  .prefault({})
  .describe('Who the jobs are at the cloud: roles that trust the signed token of a job. No key is ever kept.');

const scheduleSection = z
  .strictObject({
    drift: cron.default('17 4 * * *').describe('A plan that fails when somebody changed something by hand.'),
    doctor: cron.default('41 5 * * *').describe('`workbench doctor`: certificates that run out, secrets, pods, topics, databases.'),
    tests: cron.default('11 2 * * 1').describe('The golden path, by `workbench verify`.'),
    drill: cron.default('23 1 3 * *').describe('A restore of the newest backups into a namespace of its own, where `drill` is set.'),
  })
  .prefault({})
  .describe(
    'When jobs run without anybody asking, UTC. GitHub reads it from the workflow; at GitLab a schedule is made once (docs/pipelines.md).',
  );

const drillSection = z
  .strictObject({
    vault: z.url().describe('Address of a Vault that is not of this environment, as jobs reach it.'),
    login: z
      .string()
      .regex(/^[\w][\w/-]{0,99}$/, 'must be the path of an auth method')
      .default('jwt')
      .describe('Auth method there that trusts the tokens of jobs.'),
    role: plainText.describe('Role of the login: bound to the deploying branch, with one policy that reads `path`.'),
    audience: plainText.optional().describe('Audience of the token; the address of the Vault when left out.'),
    path: plainText.describe(
      'Path of the secret as the API has it, such as secret/data/hub-drill (KV version 2) or secret/hub-drill (version 1).',
    ),
    field: plainText
      .default('identity')
      .describe('Field with the private key as age-keygen wrote it. Its public key is one of operations.backups.recipients.'),
  })
  .optional()
  .describe(
    'Where a job of the pipeline gets the private key for a restore drill: it logs in with its own token, keeps the key in memory and writes it nowhere. Left out: no drill by a clock.',
  );

export const pipelineSection = (by: ByProfile) =>
  z
    .strictObject({
      branch: branchName.default('main').describe('Branch that is deployed. Merge requests, from whatever branch, only plan.'),
      approval: z
        .enum(['none', 'once', 'each-stack'])
        .default(by('none', 'once'))
        .describe('Who lets a deploy begin: nobody, a person once before the first stack, or a person before each.'),
      image: plainText
        .refine((image) => /@sha256:[0-9a-f]{64}$/.test(image), 'must end with its digest, @sha256:… with 64 digits')
        .optional()
        .describe('Image of the jobs (runner/Containerfile) with its digest. Left out: the runner itself has the programs.'),
      runnerTags: z.array(plainText).default([]).describe('Tags of the runners (GitLab) or labels (GitHub) that may take the jobs.'),
      pages: z
        .boolean()
        .default(false)
        .describe(
          'Publishes the report page by GitLab Pages. It tells how the hub is built: only where pages are for members of the project.',
        ),
      schedules: scheduleSection,
      login: loginSection,
      drill: drillSection,
    })
    .optional()
    .describe('The environment in pipelines of GitLab or GitHub: `workbench pipeline` writes them. Left out: it is in none.');

export type PipelineConfig = NonNullable<z.infer<ReturnType<typeof pipelineSection>>>;
