import type { AuditResult } from './result';

const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const;
const size = (bytes: number): string => {
  const step = Math.min(Math.floor(Math.log2(Math.max(bytes, 1)) / 10), units.length - 1);
  return `${(bytes / 1024 ** step).toFixed(step === 0 ? 0 : 1)} ${units[step]}`;
};
const minute = (text: string) => text.slice(0, 16).replace('T', ' ');

/** The outcome in words, for people. */
export function explainAudit({ action, environment, store, hours, sources, notKept, locksSeen, chain, problems }: AuditResult): string {
  const rows = sources.map(({ source, files, bytes, from, to }) =>
    files === 0
      ? `  ${source.padEnd(11)} nothing`
      : `  ${source.padEnd(11)} ${String(files).padStart(6)} file${files === 1 ? ' ' : 's'} ${size(bytes).padStart(10)}  ${minute(from ?? '')} to ${minute(to ?? '')} UTC`,
  );
  const elsewhere = notKept.map((source) => `  ${source.padEnd(11)} not by this environment: docs/audit.md`);
  const end =
    action === 'list'
      ? `${environment}: what came in the last ${hours} hours`
      : problems.length > 0
        ? `${environment}: ${problems.length} thing${problems.length === 1 ? '' : 's'} wrong with the audit logs of the last ${hours} hours`
        : `${environment}: audit logs of the last ${hours} hours are there, locked and untouched${locksSeen > 0 ? ` (${locksSeen} locks looked at)` : ''}`;
  const kept = chain ? [`  the record ends in ${chain.slice(0, 16)}…: keep it where nobody of this environment can change it`] : [];
  return `${[`${store}`, ...rows, ...elsewhere, ...kept, end].join('\n')}\n`;
}
