import { z } from 'zod';
import { initExample, initShape } from './init/json-shape';
import { okShape as ok, problemsShape } from './json-problem-shape';
import type { JsonShape } from './json-shapes';
import { policyShape } from './policy/json-shape';

const warning = {
  severity: 'warning',
  file: 'workbench/dev.yaml',
  line: 5,
  column: 17,
  code: 'REL-KUBERNETES-NEW',
  path: 'cluster.kubernetesVersion',
  message: 'Mojaloop 17.1.0 was tried on Kubernetes up to 1.32, and cluster.kubernetesVersion is 1.33',
  hint: 'try it in a sandbox first',
} as const;

const outcome = z.strictObject({
  path: z.string().describe('Field of the older file'),
  value: z
    .union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.never()), z.strictObject({})])
    .describe('What stood there; `(hidden)` for a secret'),
  outcome: z.enum(['kept', 'changed', 'no-effect', 'unknown']),
  to: z.string().optional().describe('Setting of the workbench file'),
  why: z.string(),
});

/** What commands print that read a workbench file, write one, or make stacks from it. */
export const fileShapes: readonly JsonShape[] = [
  {
    commands: ['any command'],
    about: 'Where a command could not begin or had to give up, whatever the command: the line that was typed, the file, the disk.',
    schema: z.strictObject({ ok: z.literal(false), problems: problemsShape }),
    example: {
      ok: false,
      problems: [{ severity: 'error', code: 'CLI-COMMAND', message: "unknown command 'chek'", hint: 'did you mean check?' }],
    },
  },
  {
    commands: ['check'],
    about: 'Every problem of a workbench file.',
    schema: z.strictObject({
      ok,
      file: z.string().describe('The workbench file'),
      policies: z.array(policyShape).optional().describe('With `--policy`, where the file itself has no error'),
      problems: problemsShape,
    }),
    example: { ok: true, file: 'workbench/dev.yaml', problems: [warning] },
  },
  {
    commands: ['import'],
    about: 'What became of each field of the older file, in its order. Without `--out` the workbench file itself is in `yaml`.',
    schema: z.strictObject({
      ok,
      file: z.string().describe('The older file'),
      out: z.string().nullable().describe('The workbench file that was written'),
      yaml: z.string().nullable().describe('The workbench file, where it was not written'),
      fields: z.array(outcome),
      problems: problemsShape,
    }),
    example: {
      ok: true,
      file: 'workbench-config.json',
      out: 'workbench/dev.yaml',
      yaml: null,
      fields: [{ path: 'client', value: 'labs', outcome: 'kept', to: 'tenant', why: 'who runs the hub' }],
      problems: [],
    },
  },
  { commands: ['init'], about: 'The workbench file that was written.', schema: initShape, example: initExample },
  {
    commands: ['synth'],
    about: 'The stacks that were written, in the order they are deployed.',
    schema: z.strictObject({ ok, out: z.string(), stacks: z.array(z.string()), problems: problemsShape }),
    example: {
      ok: true,
      out: 'cdktf.out',
      stacks: ['platform', 'secrets', 'stores', 'edge', 'hub', 'participants-1'],
      problems: [warning],
    },
  },
  {
    commands: ['render'],
    about: 'The files that were written, below `out`.',
    schema: z.strictObject({ ok, out: z.string(), files: z.array(z.string()), problems: problemsShape }),
    example: { ok: true, out: 'helm', files: ['hub/moja/release.json', 'hub/moja/values.yaml'], problems: [] },
  },
];
