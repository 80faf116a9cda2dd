import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { measure } from './measure';
import { environmentWith } from './participants';

/** A figure with its target: `value` at most `most`. */
interface Figure {
  readonly name: string;
  readonly value: number;
  readonly most: number;
  readonly unit: string;
}

const root = join(__dirname, '../..');
const out = join(root, 'out/bench');
const lab = join(root, 'workbench/full-lab.yaml');
const tools = join(root, 'bench/node_modules');
const node = process.execPath;

const workbench = (times: number, ...args: string[]) => measure(times, node, [join(root, 'dist/cli/index.js'), ...args]);
const synth = (times: number, file: string) => workbench(times, 'synth', file, '--out', join(out, 'cdktf.out'));

/** The same app by the framework's own command, compiled as it goes. */
function cdktfSynth(times: number) {
  const app = `${node} -r ${tools}/ts-node/register ${join(root, 'main.ts')}`;
  const args = [join(root, 'node_modules/.bin/cdktf'), 'synth', '--app', app, '--output', join(out, 'cdktf-synth.out')];
  return measure(times, node, args, {
    WORKBENCH_FILE: lab,
    TS_NODE_COMPILER: `${tools}/typescript`,
    TS_NODE_PROJECT: join(root, 'tsconfig.json'),
  });
}

/** Processor time of a synth by the number of participants. */
function many(counts: readonly number[]): Map<number, number> {
  return new Map(
    counts.map((count) => {
      const file = join(out, `many-${count}.yaml`);
      writeFileSync(file, environmentWith(count));
      return [count, synth(3, file).cpu];
    }),
  );
}

/** The report of an environment and its synth: the report reads the same stacks, writes no text of Helm's values, and draws two pictures. */
function reportOfMany(count: number) {
  const file = join(out, `many-${count}.yaml`);
  writeFileSync(file, environmentWith(count));
  return { report: workbench(5, 'report', file, '--out', join(out, 'report.html')), itsSynth: synth(5, file) };
}

const platforms = ['production', 'production-aws', 'production-azure', 'production-azure-stack'] as const;

/** The production example of each platform, one process each. */
const eachPlatform = (): readonly number[] => platforms.map((name) => synth(7, join(root, 'workbench', `${name}.yaml`)).cpu);

/** All four in one process, as the tests and a pipeline that checks everything do. */
const allPlatforms = () => measure(5, node, [join(root, 'dist/bench/platforms.js'), join(out, 'platforms'), ...platforms]);

/** The pipeline of the production example on AWS, in a project of its own. */
function pipeline(times: number) {
  const project = join(out, 'pipeline');
  mkdirSync(join(project, 'workbench'), { recursive: true });
  const roles = ['plan', 'deploy'].map((name) => `${name}Role: "arn:aws:iam::123456789012:role/hub-${name}"`).join(', ');
  const example = readFileSync(join(root, 'workbench/production-aws.yaml'), 'utf8');
  writeFileSync(join(project, 'workbench/live.yaml'), `${example}\npipeline: { login: { ${roles} } }\n`);
  process.chdir(project);
  const measured = workbench(times, 'pipeline', 'gitlab');
  process.chdir(root);
  return measured;
}

function figures(): Figure[] {
  const [ours, theirs, check] = [synth(5, lab), cdktfSynth(3), workbench(5, 'check', lab)];
  const times = many([100, 400, 700, 1000]);
  const byPlatform = eachPlatform();
  const { report, itsSynth } = reportOfMany(100);
  const each = (from: number, to: number) => (((times.get(to) ?? 0) - (times.get(from) ?? 0)) / (to - from)) * 1000;
  return [
    {
      name: 'synth of the full lab, processor time, as a part of cdktf synth with ts-node',
      value: ours.cpu / theirs.cpu,
      most: 1 / 5,
      unit: '',
    },
    { name: 'the same, elapsed', value: ours.elapsed / theirs.elapsed, most: 1 / 5, unit: '' },
    { name: 'peak memory of synth of the full lab', value: ours.peak, most: 160, unit: 'MB' },
    { name: 'check of the full lab, processor time', value: check.cpu, most: 0.35, unit: 's' },
    {
      name: 'synth of the production example of a platform, the slowest as a part of the quickest',
      value: Math.max(...byPlatform) / Math.min(...byPlatform),
      most: 1.2,
      unit: '',
    },
    { name: 'the pipeline of GitLab, written for an environment, processor time', value: pipeline(5).cpu, most: 0.5, unit: 's' },
    { name: 'all four production examples in one process, processor time', value: allPlatforms().cpu, most: 2.5, unit: 's' },
    {
      name: 'report of an environment with 100 participants, processor time, as a part of its synth',
      value: report.cpu / itsSynth.cpu,
      most: 0.9,
      unit: '',
    },
    { name: 'the same, elapsed: pictures are laid out on a thread of their own', value: report.elapsed, most: 1, unit: 's' },
    { name: 'each participant from 100 to 1,000', value: each(100, 1000), most: 10, unit: 'ms' },
    { name: 'from 700 to 1,000 each, as a part of from 100 to 400: linear', value: each(700, 1000) / each(100, 400), most: 1.5, unit: '' },
  ];
}

const shown = ({ value, unit }: Pick<Figure, 'value' | 'unit'>) => `${value.toFixed(unit === 'MB' ? 0 : 2)} ${unit}`.trim();

process.chdir(root);
mkdirSync(out, { recursive: true });
const measured = figures();
for (const { name, value, most, unit } of measured)
  console.log(
    `${value <= most ? 'ok    ' : 'MISSED'} ${shown({ value, unit }).padStart(8)}  at most ${shown({ value: most, unit }).padEnd(7)}  ${name}`,
  );
const results = join(out, 'results.json');
mkdirSync(dirname(results), { recursive: true });
writeFileSync(results, `${JSON.stringify(measured, null, 2)}\n`);
process.exitCode = measured.every(({ value, most }) => value <= most) ? 0 : 1;
