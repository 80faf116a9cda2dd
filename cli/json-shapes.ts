import { z } from 'zod';
import { auditExample, auditShape } from './audit/json-shape';
import { backupExample, backupShape, drillExample, drillShape, restoreExample, restoreShape } from './backup/json-shape';
import { costExample, costShape } from './cost/json-shape';
import { decommissionExample, decommissionShape } from './decommission/json-shape';
import { doctorExample, doctorShape, kitExample, kitShape } from './doctor/json-shape';
import { graphExample, graphShape } from './graph/json-shape';
import { fileShapes } from './json-file-shapes';
import { lookupShapes } from './json-lookup-shapes';
import { okShape as ok, problemsShape } from './json-problem-shape';
import { runExample, runShape } from './json-run-shapes';
import { mirrorExample, mirrorShape } from './mirror/json-shape';
import { onboardingExample, onboardShape } from './onboard/json-shape';
import { packageExample, packageShape } from './package/json-shape';
import { pipelineExample, pipelineShape } from './pipeline/json-shape';
import { reportExample } from './report/json-example';
import { reportShape } from './report/json-shape';
import { restExample, restShape } from './rest/json-shape';
import { rolesExample, rolesShape } from './roles/json-shape';
import { rotateExample, rotateListShape, rotateShape } from './rotate/json-shape';
import { sbomExample, sbomShape } from './sbom/json-shape';
import { sizeExample, sizeShape } from './size/json-shape';
import { upgradeExample, upgradeShape } from './upgrade/json-shape';
import { verifyExample, verifyListShape, verifyShape } from './verify/json-shape';

/** What a command prints with `--json`. */
export interface JsonShape {
  readonly commands: readonly string[];
  readonly about: string;
  /** Strict: a key that is not documented is a fault. */
  readonly schema: z.ZodType;
  readonly example: unknown;
}

/** One row, one section of docs/reference/json.md, and what the tests hold real output against. */
export const jsonShapes: readonly JsonShape[] = [
  ...fileShapes,
  {
    commands: ['plan', 'deploy', 'destroy', 'status', 'outputs'],
    about:
      'What became of each stack. What happens while it happens goes to standard error: one JSON object a line, each with `event` and `at` (not with `--quiet`, nor with `status` and `outputs`).',
    schema: runShape,
    example: runExample,
  },
  {
    commands: ['state'],
    about: 'As of `deploy` (init) and `plan` (check), with one stack; where the backend needs nothing made, why.',
    schema: z.union([runShape, z.strictObject({ ok, backend: z.string(), note: z.string() })]),
    example: { ok: true, backend: 'http', note: 'GitLab makes a state with the first deploy that writes it' },
  },
  {
    commands: ['kubeconfig'],
    about: 'How the cluster is reached. There is no secret in it.',
    schema: z.strictObject({
      ok,
      out: z.string().nullable().describe('The file that was written'),
      context: z.string(),
      kubeconfig: z.looseObject({}).describe('The kubeconfig file'),
      problems: problemsShape,
    }),
    example: { ok: true, out: 'live.kubeconfig', context: 'live', kubeconfig: { apiVersion: 'v1', kind: 'Config' }, problems: [] },
  },
  {
    commands: ['onboard'],
    about: 'What was to be done in the ledger of the hub, and what was.',
    schema: onboardShape,
    example: { ok: true, ...onboardingExample },
  },
  {
    commands: ['hibernate', 'wake'],
    about: 'What was put to rest or woken up, step by step.',
    schema: restShape,
    example: { ok: true, ...restExample },
  },
  {
    commands: ['decommission'],
    about: 'What is to be kept, whether every stack is removed, and what is left. What destroy says goes to standard error.',
    schema: decommissionShape,
    example: decommissionExample,
  },
  {
    commands: ['rotate'],
    about: 'What was done to one thing, step by step; with `list` everything that has a next version. No secret is in it.',
    schema: z.union([rotateShape, rotateListShape]),
    example: { ok: true, ...rotateExample },
  },
  {
    commands: ['upgrade'],
    about: 'What another release changes in an environment. A step has no date: it asks no cluster.',
    schema: upgradeShape,
    example: upgradeExample,
  },
  {
    commands: ['mirror'],
    about: 'What an environment needs from elsewhere, and where it is now.',
    schema: mirrorShape,
    example: mirrorExample,
  },
  {
    commands: ['sbom'],
    about: 'What an environment is made of, from elsewhere, and what of it is not known.',
    schema: sbomShape,
    example: sbomExample,
  },
  {
    commands: ['backup'],
    about: 'Every store with its backups, and of what none is made. No secret is in it.',
    schema: backupShape,
    example: backupExample,
  },
  {
    commands: ['audit'],
    about: 'Audit logs of some hours in their store; `verify` ends with status 1 when one is not locked, was touched, or is missing.',
    schema: auditShape,
    example: auditExample,
  },
  {
    commands: ['restore'],
    about: 'The copy that was made, and whether its books are sound. No key is in it.',
    schema: restoreShape,
    example: restoreExample,
  },
  {
    commands: ['drill'],
    about: 'Whether the newest backups can be restored, and what was measured against what is promised. No key is in it.',
    schema: drillShape,
    example: drillExample,
  },
  {
    commands: ['size'],
    about: 'What a number of transfers and participants takes, step by step.',
    schema: sizeShape,
    example: sizeExample,
  },
  {
    commands: ['roles'],
    about: 'Who may do what at the portal, worked out from the workbench file alone.',
    schema: rolesShape,
    example: rolesExample,
  },
  {
    commands: ['cost'],
    about: 'The bill of a month. Money is in `currency`, from the fewest nodes to the most.',
    schema: costShape,
    example: costExample,
  },
  {
    commands: ['graph'],
    about: 'The picture as data: what every format draws.',
    schema: graphShape,
    example: graphExample,
  },
  {
    commands: ['verify'],
    about: 'Every run with its test cases, what failed with request and response; with `--list` what would be run. No secret is in it.',
    schema: z.union([verifyShape, verifyListShape]),
    example: verifyExample,
  },
  {
    commands: ['doctor'],
    about: 'Every row of the list, in its order. No secret, no token and no key is in it.',
    schema: doctorShape,
    example: doctorExample,
  },
  {
    commands: ['kit'],
    about: 'The files that were written, below `out`.',
    schema: kitShape,
    example: kitExample,
  },
  {
    commands: ['package'],
    about: 'The files that were written, below `out`, and the digest of what is uploaded.',
    schema: packageShape,
    example: packageExample,
  },
  {
    commands: ['pipeline'],
    about: 'The files of a pipeline, and the jobs of each environment; or, with `summary`, what a plan would do.',
    schema: pipelineShape,
    example: pipelineExample,
  },
  {
    commands: ['report'],
    about: 'Everything the page tells. No secret is in it.',
    schema: reportShape,
    example: reportExample,
  },
  ...lookupShapes,
];
