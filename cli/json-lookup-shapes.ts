import { z } from 'zod';
import { okShape as ok, problemsShape } from './json-problem-shape';
import type { JsonShape } from './json-shapes';

const digest = z.string().regex(/^[0-9a-f]{64}$/);
const sample = '34842c5f56be1432bfcb577fde8524d92efb1ba3966a995d3811da86c48afcdf';

const cause = z.strictObject({
  path: z.string().describe('Setting of the workbench file'),
  value: z.unknown().optional().describe('What is in force; absent when nothing is'),
  origin: z.enum(['file', 'default', 'profile', 'derived', 'unset']),
  from: z.string().describe('`file:line:column`, or the default it comes from'),
  line: z.int().optional(),
  column: z.int().optional(),
});

const resource = z.strictObject({
  address: z.string(),
  stack: z.string(),
  stackDescription: z.string(),
  type: z.string().describe('Terraform type'),
  name: z.string().optional().describe('In the cluster, in Helm or in Vault'),
  namespace: z.string().optional(),
  chart: z.string().optional().describe('Chart and version of a Helm release'),
  version: z.string().optional(),
  dependsOn: z.array(z.string()).describe('Addresses of the same stack'),
  needsStacks: z.array(z.string()).readonly(),
});

const explanation = z.strictObject({
  path: z.string(),
  value: z.unknown().optional(),
  origin: z.enum(['file', 'default', 'profile', 'derived', 'unset']),
  from: z.string(),
  defaultValue: z.unknown().optional(),
  type: z.string(),
  allowed: z.array(z.string()).optional(),
  doc: z.string().optional(),
  members: z.array(z.string()).describe('Settings below it'),
});

const explainedCode = z.strictObject({
  code: z.string(),
  kind: z.enum(['problem', 'rule', 'policy']),
  severity: z.string().optional().describe('Where it is always the same: error or warning of a rule, that of a policy'),
  meaning: z.string().describe('What has happened; of a rule or a policy, what holds when all is well'),
  why: z.string().optional().describe('What goes wrong without it: policies only'),
  from: z.string().describe('Who says it'),
  wayOut: z.string(),
  page: z.string().describe('Its part of the reference'),
});

/** What `explain` and `charts` print with `--json`. */
export const lookupShapes: readonly JsonShape[] = [
  {
    commands: ['explain'],
    about: 'A resource, with the settings that made it: those of the file first, in its order.',
    schema: z.strictObject({ ok, resource, causes: z.array(cause), problems: problemsShape }),
    example: {
      ok: true,
      resource: {
        address: 'helm_release.hub',
        stack: 'hub',
        stackDescription: 'the Mojaloop release, oracles, simulators, testing toolkit, routes',
        type: 'helm_release',
        name: 'moja',
        namespace: 'mojaloop',
        chart: 'mojaloop',
        version: '17.1.0',
        dependsOn: [],
        needsStacks: ['stores'],
      },
      causes: [{ path: 'hub.release', value: '17.1.0', origin: 'file', from: 'workbench/dev.yaml:6:17', line: 6, column: 17 }],
      problems: [],
    },
  },
  {
    commands: ['explain CODE'],
    about: 'A code. No workbench file is read.',
    schema: z.strictObject({ ok, explained: explainedCode, problems: problemsShape }),
    example: {
      ok: true,
      explained: {
        code: 'CUR-TWICE',
        kind: 'rule',
        severity: 'error',
        meaning: 'A list of currencies names each of them once',
        from: 'every command that reads a workbench file; `workbench check` tells all at once, with file, line and column',
        wayOut: 'Name it once; `currencies` of a participant are those beside its `currency`.',
        page: 'docs/reference/problems.md#cur-twice',
      },
      problems: [],
    },
  },
  {
    commands: ['explain config'],
    about: 'One setting, with what gave it.',
    schema: z.strictObject({ ok, explanation, problems: problemsShape }),
    example: {
      ok: true,
      explanation: {
        path: 'hub.metrics',
        value: true,
        origin: 'default',
        from: 'default',
        defaultValue: true,
        type: 'true or false',
        members: [],
      },
      problems: [],
    },
  },
  {
    commands: ['charts lock'],
    about: 'The packages that were pinned; none of them where there was a problem with one.',
    schema: z.strictObject({
      ok,
      out: z.string().describe('Folder of the lock and the indexes'),
      charts: z.array(z.strictObject({ name: z.string(), version: z.string(), digest, paths: z.int().describe('Value paths it knows') })),
      problems: problemsShape,
    }),
    example: {
      ok: true,
      out: 'config/releases',
      charts: [{ name: 'mojaloop', version: '15.1.0', digest: sample, paths: 9563 }],
      problems: [],
    },
  },
  {
    commands: ['charts verify'],
    about: 'How each chart of the lock, or of an environment, stands in a folder. A missing one and one with another digest are problems.',
    schema: z.strictObject({
      ok,
      folder: z.string(),
      charts: z.array(
        z.strictObject({
          name: z.string(),
          version: z.string(),
          standing: z.enum(['ok', 'missing', 'other digest', 'digest unknown', 'not locked']),
          found: digest.optional().describe('sha256 of the package that is there'),
          locked: digest.optional().describe('sha256 in the lock'),
        }),
      ),
      problems: problemsShape,
    }),
    example: {
      ok: true,
      folder: '/srv/charts',
      charts: [{ name: 'mojaloop', version: '15.1.0', standing: 'ok', found: sample, locked: sample }],
      problems: [],
    },
  },
];
