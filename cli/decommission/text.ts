import type { DecommissionResult } from './decommission';

/** The outcome in words, for people. */
export function explainDecommission({ environment, mode, keep, destroyed, remains, problems }: DecommissionResult): string {
  const kept = keep.map(({ part, what, how, said }) => `${said ? '✓' : '~'} ${part}: ${what}${said ? '' : `\n    ${how}`}`);
  const stays = (remains ?? []).flatMap(({ address, keptBecause }) => (keptBecause ? [`  stays: ${address} (${keptBecause})`] : []));
  const left = (remains ?? []).filter(({ keptBecause }) => keptBecause === undefined).length;
  const end =
    mode === 'plan'
      ? `${environment}: keep what is listed, then every stack is removed, then what is left is looked for`
      : remains === undefined
        ? `${environment}: not finished`
        : `${environment}: ${destroyed ? 'removed; ' : ''}${left === 0 ? 'nothing is left that costs, but for what stays on purpose' : `${left} left`}`;
  return `${[...(mode === 'list' ? [] : kept), ...stays, end].join('\n')}\n${problems.length > 0 && remains === undefined && mode === 'do' ? `run the same command again when it is mended\n` : ''}`;
}
