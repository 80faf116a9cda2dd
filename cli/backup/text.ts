import type { BackupResult, BackupStepResult, DrillResult, RestoreResult } from './result';

const signs: Readonly<Record<BackupStepResult['outcome'], string>> = { done: '✓', failed: '✗', 'not-started': ' ' };
const few = 5;

const size = (bytes: number) =>
  bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : bytes >= 1e6 ? `${(bytes / 1e6).toFixed(1)} MB` : `${Math.ceil(bytes / 1e3)} kB`;
const age = (seconds: number) => (seconds < 7_200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3_600)} h`);

function stepLines({ title, outcome, backups, note }: BackupStepResult): string[] {
  const rest = backups.length > few ? [`    and ${backups.length - few} older ones`] : [];
  return [
    `${signs[outcome]} ${title}${note ? `: ${note}` : ''}`,
    ...backups.slice(0, few).map(({ file, taken, bytes }) => `    ${taken}  ${size(bytes)}  ${file}`),
    ...rest,
  ];
}

/** The outcome of `backup` in words, for people. */
export function explainBackup({ environment, action, steps, none, problems, seconds }: BackupResult): string {
  const left = action === 'now' ? none.map(({ title, why }) => `  not kept: ${title} (${why})`) : [];
  const end =
    problems.length > 0 ? `${environment}: ${problems.length} to mend` : `${environment}: ${action === 'now' ? 'backed up' : 'in order'}`;
  return `${[...steps.flatMap(stepLines), ...left, `${end} (${seconds.toFixed(1)} s)`].join('\n')}\n`;
}

/** The outcome of `restore` in words, for people. */
export function explainRestore({
  environment,
  into,
  backup,
  taken,
  ageSeconds,
  loadSeconds,
  ledger,
  kept,
  seconds,
}: RestoreResult): string {
  const checks = (ledger?.checks ?? []).map(
    ({ title, wrong, example }) => `${wrong === 0 ? '✓' : '✗'} ${title}${wrong === 0 ? '' : `: ${wrong} times not, such as ${example}`}`,
  );
  return `${[
    `${backup} of ${taken}, ${age(ageSeconds)} old, loaded in ${age(loadSeconds)}`,
    ...checks,
    `${ledger?.transfers ?? 0} transfers${ledger?.newest ? `, the newest of ${ledger.newest}` : ''}`,
    kept
      ? `it stays in namespace ${into}, for whoever wants to look: kubectl delete namespace ${into} removes it`
      : `namespace ${into} is removed`,
    `${environment}: the books are ${ledger?.sound ? 'sound' : 'not sound'} (${seconds.toFixed(1)} s)`,
  ].join('\n')}\n`;
}

/** The outcome of `drill` in words, for people. */
export function explainDrill({ environment, into, stores, ledger, promised, measured, seconds, problems }: DrillResult): string {
  const { pointSeconds, timeSeconds } = measured;
  return `${[
    ...stores.map(
      ({ store, outcome, file, ageSeconds, note }) =>
        `${outcome === 'sound' ? '✓' : '✗'} ${store}${file ? `: ${file}, ${age(ageSeconds ?? 0)} old` : ''}${note ? ` (${note})` : ''}`,
    ),
    ...(ledger?.checks ?? []).map(({ title, wrong }) => `${wrong === 0 ? '✓' : '✗'} ${title}`),
    `would have been lost: ${age(pointSeconds)}, promised are ${promised.pointHours} h`,
    timeSeconds === undefined
      ? `the ledger was not restored, promised are ${promised.timeHours} h`
      : `the ledger was there again after ${age(timeSeconds)}, promised are ${promised.timeHours} h with a new cluster and checks`,
    `${environment}: ${problems.length === 0 ? 'the backups can be restored' : `${problems.length} to mend`}; namespace ${into} was for that (${seconds.toFixed(1)} s)`,
  ].join('\n')}\n`;
}
