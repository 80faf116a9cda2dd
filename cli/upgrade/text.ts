import { differenceKinds } from '../../config/upgrade/model-changes';
import type { UpgradePlan } from '../../config/upgrade/plan';

const few = 8;
const some = (names: readonly string[]) =>
  names.length > few ? `${names.slice(0, few).join(', ')} and ${names.length - few} more` : names.join(', ');

/** Paths by their first key with how many there are: thousands of paths are no reading. */
function byPart(paths: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const path of paths) {
    const part = path.split('.')[0] ?? '';
    counts.set(part, (counts.get(part) ?? 0) + 1);
  }
  return some([...counts].sort(([, a], [, b]) => b - a).map(([part, count]) => `${part} (${count})`));
}

function valueLines({ values }: UpgradePlan): string[] {
  return values.flatMap(({ chart, gone, added }) => {
    const moved = gone.filter(({ to }) => to.length > 0).map(({ path }) => path);
    const vanished = gone.filter(({ to }) => to.length === 0).map(({ path }) => path);
    const line = (what: string, paths: readonly string[]) => (paths.length > 0 ? [`  ${what.padEnd(9)} ${byPart(paths)}`] : []);
    return [`  of ${chart}:`, ...line('moved', moved), ...line('vanished', vanished), ...line('new', added)];
  });
}

const section = (title: string, lines: readonly string[]) => (lines.length > 0 ? ['', title, ...lines] : []);

/** The plan in words, for people. */
export function upgradeText(plan: UpgradePlan, wrote: string | null): string {
  const { from, to, charts, applications, changes, migrations, kubernetes, mysql, notes, steps, backOut, blueGreen } = plan;
  const change = (each: { readonly name: string; readonly from: string; readonly to: string }) =>
    `  ${each.name.padEnd(30)} ${each.from} → ${each.to}`;
  return `${[
    from === to ? `${plan.environment}: Mojaloop stays at ${to}` : `${plan.environment}: Mojaloop ${from} → ${to}`,
    ...section(
      'charts',
      charts.map((each) => `${change(each)}   ${some(each.releases)}`),
    ),
    ...section('applications', applications.map(change)),
    ...section('values the charts know', valueLines(plan)),
    ...section(
      'the environment',
      differenceKinds.flatMap((kind) => [
        ...(changes[kind].appears.length > 0 ? [`  + ${kind.padEnd(10)} ${some(changes[kind].appears)}`] : []),
        ...(changes[kind].goes.length > 0 ? [`  - ${kind.padEnd(10)} ${some(changes[kind].goes)}`] : []),
      ]),
    ),
    ...section(
      'migrations',
      migrations.length > 0
        ? migrations.map(({ database, count, what, source }) => `  ${database}: ${count}, ${what} (${source})`)
        : ['  none: the tables of the ledger and of account lookup stay as they are'],
    ),
    ...section('ground', [
      `  Kubernetes ${kubernetes.oldest} to ${kubernetes.newest}; the cluster has ${kubernetes.version}`,
      `  MySQL by the driver ${mysql.driver}, ${mysql.tls ? 'with TLS' : 'without TLS, by mysql_native_password'}`,
    ]),
    ...section(
      'release notes',
      notes.map(({ release, text, source }) => `  ${release}: ${text} (${source})`),
    ),
    ...section(
      'steps',
      steps.flatMap(({ title, commands, downtime }, index) => [
        `  ${String(index + 1).padStart(2)}. ${title}`,
        ...commands.map((command) => `        ${command}`),
        `      downtime: ${downtime}`,
      ]),
    ),
    '',
    `way back: ${backOut.how}`,
    `blue/green: ${blueGreen.allowed ? 'possible' : 'not possible'}: ${blueGreen.why} (${blueGreen.source})`,
    '',
    wrote === null ? 'nothing was written: --apply writes the change into the workbench file' : `${wrote}: written`,
  ].join('\n')}\n`;
}
