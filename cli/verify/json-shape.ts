import { z } from 'zod';
import { problemsShape } from '../json-problem-shape';
import type { VerifyResult } from './result';

const outcome = z.enum(['passed', 'failed', 'skipped']);
const seconds = z.number();

const side = z.strictObject({
  line: z.string().describe('Method and address, or status'),
  headers: z.record(z.string(), z.string()),
  body: z.string().optional().describe('JSON is indented; a long one is cut'),
});

const exchange = z
  .strictObject({
    request: side,
    response: side.optional().describe('Absent where none came'),
    callback: side.optional(),
    curl: z.string().describe('The request as a line for a shell'),
  })
  .describe('What went over the wire, without secrets; only in failed cases');

const request = z.strictObject({
  name: z.string(),
  outcome,
  seconds,
  assertions: z.array(z.strictObject({ name: z.string(), outcome, message: z.string().optional() })).readonly(),
  note: z.string().optional().describe('What was odd besides the assertions'),
  exchange: exchange.optional(),
});

const testCase = z.strictObject({
  name: z.string(),
  file: z.string().optional().describe('File of the collection'),
  outcome,
  seconds,
  requests: z.array(request).readonly(),
});

const run = z.strictObject({
  name: z.string(),
  title: z.string(),
  phase: z.string(),
  gates: z.boolean().describe('The exit status depends on it'),
  outcome: z.enum(['passed', 'failed', 'broken', 'not-run']).describe('`broken`: it came to no result, `why` says how'),
  why: z.string().optional(),
  startedAt: z.string().optional().describe('ISO 8601'),
  seconds,
  cases: z.array(testCase).readonly(),
});

const fields = {
  environment: z.string(),
  release: z.string().describe('Release of Mojaloop'),
  outcome: z.enum(['passed', 'failed', 'interrupted', 'nothing']),
  runs: z.array(run).readonly().describe('In their order'),
  totals: z.strictObject({ cases: z.int(), failedCases: z.int(), requests: z.int(), assertions: z.int(), failedAssertions: z.int() }),
  seconds,
  problems: problemsShape,
};

/** As a part of what `deploy` ends with. */
export const verificationShape: z.ZodType<VerifyResult> = z.strictObject(fields);
/** What `verify` prints, and writes as report.json. */
export const verifyShape = z.strictObject({
  ok: z.boolean(),
  ...fields,
  files: z.array(z.string()).readonly().describe('Files that `--out` wrote'),
});
/** What `verify --list` prints. */
export const verifyListShape = z.strictObject({
  ok: z.literal(true),
  environment: z.string(),
  runs: z
    .array(
      z.strictObject({
        name: z.string(),
        title: z.string(),
        phase: z.string(),
        included: z.boolean().describe('It would be run'),
        why: z.string(),
        collection: z.string().describe('Folder inside the archive of the collections'),
        gates: z.boolean(),
      }),
    )
    .readonly(),
});

export const verifyExample: z.infer<typeof verifyShape> = {
  ok: false,
  environment: 'dev',
  release: '17.1.0',
  outcome: 'failed',
  runs: [
    {
      name: 'val-gp',
      title: 'golden path',
      phase: 'validation',
      gates: true,
      outcome: 'failed',
      startedAt: '2026-01-05T06:00:00.000Z',
      seconds: 81.4,
      cases: [
        {
          name: 'Quote in another currency',
          file: 'quotes.json',
          outcome: 'failed',
          seconds: 1.2,
          requests: [
            {
              name: 'Send a quote',
              outcome: 'failed',
              seconds: 0.3,
              assertions: [{ name: 'status is 202', outcome: 'failed', message: 'expected 400 to equal 202' }],
              exchange: {
                request: { line: 'POST http://moja-quoting-service/quotes', headers: { authorization: '(hidden)' }, body: '{}' },
                response: { line: '400 Bad Request', headers: {} },
                curl: "curl -X POST 'http://moja-quoting-service/quotes' …",
              },
            },
          ],
        },
      ],
    },
  ],
  totals: { cases: 1, failedCases: 1, requests: 1, assertions: 1, failedAssertions: 1 },
  seconds: 95.2,
  problems: [],
  files: [],
};
