import { z } from 'zod';

/**
 * The JSON report of the testing toolkit's command line, as far as it is read here: the shape that the toolkit's backend (ml-testing-toolkit 18.19) makes
 * at the end of a run. Older ones lack times and the way of a file; what is unknown is left alone, since every release of the toolkit adds something.
 */
const assertion = z.looseObject({
  id: z.union([z.string(), z.number()]).optional(),
  description: z.string().nullish(),
  exec: z.array(z.string()).nullish(),
  resultStatus: z.looseObject({ status: z.string(), message: z.string().nullish() }).nullish(),
});

const headers = z.record(z.string(), z.unknown()).nullish();
const took = z.looseObject({ runDurationMs: z.number() }).nullish();

const request = z.looseObject({
  description: z.string().nullish(),
  method: z.string().nullish(),
  operationPath: z.string().nullish(),
  path: z.string().nullish(),
  url: z.string().nullish(),
  queryParams: z.record(z.string(), z.unknown()).nullish(),
  headers,
  body: z.unknown().optional(),
  tests: z.looseObject({ assertions: z.array(assertion).nullish() }).nullish(),
});

const requestOutcome = z.looseObject({
  request: request.nullish(),
  /** SUCCESS, ERROR (no answer, an answer that is no 2xx, or no callback in time) or SKIPPED. Only the assertions decide whether that is a failure. */
  status: z.string().nullish(),
  response: z
    .looseObject({ status: z.number().nullish(), statusText: z.string().nullish(), headers, body: z.unknown().optional() })
    .nullish(),
  callback: z.looseObject({ url: z.string().nullish(), headers, body: z.unknown().optional() }).nullish(),
  testResult: took,
});

const testCase = z.looseObject({
  name: z.string().nullish(),
  fileInfo: z.looseObject({ path: z.string().nullish() }).nullish(),
  requests: z.array(requestOutcome),
  testResult: took,
});

export const toolkitReport = z.looseObject({
  name: z.string().nullish(),
  /** Inputs of the run, as the requests may have changed them: tokens that were got on the way are among them. */
  inputValues: z.record(z.string(), z.unknown()).nullish(),
  test_cases: z.array(testCase),
  runtimeInformation: z.looseObject({ startedTS: z.number().nullish(), runDurationMs: z.number().nullish() }),
});

export type ToolkitReport = z.infer<typeof toolkitReport>;
export type ToolkitCase = z.infer<typeof testCase>;
export type ToolkitRequest = z.infer<typeof requestOutcome>;
export type ToolkitAssertion = z.infer<typeof assertion>;
