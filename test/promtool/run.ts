import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RuleGroup } from '../../config/model/alerts/rule';
import type { AlertCase, Series } from './cases';

interface PromtoolTest {
  readonly name: string;
  readonly interval: '1m';
  readonly input_series: readonly { readonly series: string; readonly values: string }[];
  readonly promql_expr_test: readonly unknown[];
}

function testOf({ alert, window, minute }: AlertCase, series: Series, fires: boolean, name: string): PromtoolTest {
  const which = window === undefined ? '' : `,window="${window}"`;
  return {
    name,
    interval: '1m',
    input_series: Object.entries(series).map(([name, values]) => ({ series: name, values })),
    promql_expr_test: [
      {
        expr: `count by (alertname) (ALERTS{alertname="${alert}",alertstate="firing"${which}})`,
        eval_time: `${minute}m`,
        exp_samples: fires ? [{ labels: `{alertname="${alert}"}`, value: 1 }] : [],
      },
    ],
  };
}

/** Tests of promtool from our table: one that has to fire, and each that must not. */
export const testsOf = (cases: readonly AlertCase[]): PromtoolTest[] =>
  cases.flatMap((one) => {
    const called = `${one.alert}${one.window ? ` ${one.window}` : ''}`;
    return [
      testOf(one, one.fires, true, `${called} fires`),
      ...one.quiet.map((series, at) => testOf(one, series, false, `${called} is quiet (${at + 1})`)),
    ];
  });

/** Rules and tests as files of promtool (JSON is YAML), run: what it says, and whether all is as expected. */
export function runTests(
  program: string,
  folder: string,
  groups: readonly RuleGroup[],
  tests: readonly object[],
): { readonly passed: boolean; readonly told: string } {
  const rules = join(folder, 'rules.json');
  const file = join(folder, 'tests.json');
  writeFileSync(rules, JSON.stringify({ groups }));
  writeFileSync(file, JSON.stringify({ rule_files: [rules], evaluation_interval: '1m', tests }));
  const { status, stdout, stderr } = spawnSync(program, ['test', file], { encoding: 'utf8', timeout: 240_000, maxBuffer: 64 << 20 });
  return { passed: status === 0, told: `${stdout}${stderr}` };
}

/** Which metrics each expression reads, by Prometheus' own parser; or what is wrong with it. */
export function metricsOf(
  program: string,
  expressions: readonly string[],
): readonly { readonly metrics: readonly string[]; readonly wrong?: string }[] {
  const { stdout } = spawnSync(program, ['names'], {
    input: JSON.stringify(expressions),
    encoding: 'utf8',
    timeout: 60_000,
    maxBuffer: 64 << 20,
  });
  return JSON.parse(stdout) as { metrics: string[]; wrong?: string }[];
}
