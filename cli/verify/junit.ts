import { caseText, failedAssertions } from './exchange-text';
import { type CaseResult, isFailed, type RunVerdict, totalsOf, type VerifyResult } from './result';
import { xmlAttribute, xmlText } from './xml-text';

/** Longest text of one failure, in characters; readers such as GitLab take files of up to 30 MB. */
const longest = 24_000;

const attributes = (values: Readonly<Record<string, string | number | undefined>>): string =>
  Object.entries(values)
    .flatMap(([name, value]) => (value === undefined ? [] : [` ${name}="${xmlAttribute(String(value))}"`]))
    .join('');

/** Readers know a case by its class and name, and show one of two that have the same: the second of a name gets a number. */
function uniqueNames(cases: readonly CaseResult[]): readonly string[] {
  const seen = new Map<string, number>();
  return cases.map(({ name }) => {
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? name : `${name} (${count})`;
  });
}

const headline = (one: CaseResult): string => {
  const first = one.requests.find(isFailed);
  return first ? `${first.name}: ${(failedAssertions(first)[0] ?? '').replace(/^✗ /, '')}` : one.name;
};

function testCase(run: RunVerdict, one: CaseResult, name: string): string {
  const head = `<testcase${attributes({ name, classname: run.name, file: one.file, time: one.seconds.toFixed(3) })}`;
  if (one.outcome === 'passed') return `    ${head}/>`;
  if (one.outcome === 'skipped') return `    ${head}><skipped/></testcase>`;
  const failure = attributes({ message: headline(one).slice(0, 500), type: 'assertion' });
  return `    ${head}><failure${failure}>${xmlText(caseText(one, longest))}</failure></testcase>`;
}

/** A run without cases has one that says why, or readers would show it as a suite in which nothing is wrong. */
function withoutCases({ name, outcome, why = '' }: RunVerdict): readonly string[] {
  const head = `    <testcase${attributes({ name: 'the run itself', classname: name, time: '0.000' })}>`;
  if (outcome === 'not-run') return [`${head}<skipped${attributes({ message: why })}/></testcase>`];
  if (outcome !== 'broken') return [];
  return [`${head}<error${attributes({ message: why, type: 'run' })}>${xmlText(why)}</error></testcase>`];
}

function suite(run: RunVerdict): string {
  const names = uniqueNames(run.cases);
  const rows = [...run.cases.map((one, at) => testCase(run, one, names[at] ?? one.name)), ...withoutCases(run)];
  const counts = {
    name: run.name,
    tests: rows.length,
    failures: run.cases.filter(isFailed).length,
    errors: run.outcome === 'broken' ? 1 : 0,
    skipped: run.cases.filter(({ outcome }) => outcome === 'skipped').length + (run.outcome === 'not-run' ? 1 : 0),
    time: run.seconds.toFixed(3),
    // Without its zone: the schema that readers know has none, and takes UTC.
    timestamp: run.startedAt?.slice(0, 19),
  };
  return [`  <testsuite${attributes(counts)}>`, ...rows, '  </testsuite>'].join('\n');
}

/**
 * The result as JUnit XML: a suite a run, a case a test case, and in each failure the assertion, the request and the response.
 * GitLab (`artifacts:reports:junit`) and Jenkins show it; there is no secret in it.
 */
export function junit({ environment, runs, seconds }: VerifyResult): string {
  const totals = totalsOf(runs.flatMap(({ cases }) => cases));
  const broken = runs.filter(({ outcome }) => outcome === 'broken').length;
  const notRun = runs.filter(({ outcome }) => outcome === 'not-run').length;
  const counts = {
    name: `workbench verify ${environment}`,
    tests: totals.cases + broken + notRun,
    failures: totals.failedCases,
    errors: broken,
    time: seconds.toFixed(3),
  };
  return ['<?xml version="1.0" encoding="UTF-8"?>', `<testsuites${attributes(counts)}>`, ...runs.map(suite), '</testsuites>', ''].join(
    '\n',
  );
}
