import type { DecommissionResult, PartResult } from './decommission';

const signs: Readonly<Record<PartResult['state'], string>> = { open: '~', said: '✓', planned: '+', kept: '✓', failed: '✗' };

/** What there is to tell of a part: what would be done, what was, or what a person has to do. */
const lines: Readonly<Record<PartResult['state'], (part: PartResult) => readonly string[]>> = {
  open: ({ part, does, hindrance, how }) => [...does, `${hindrance}`, `${how}; then --kept ${part}`],
  said: () => ['somebody keeps it, or gives it up'],
  planned: ({ does, how }) => [...does, how],
  kept: ({ notes, how }) => [...notes, how],
  failed: () => ['not kept'],
};

/** The outcome in words, for people. */
export function explainDecommission({ environment, mode, keep, out, destroyed, remains, problems }: DecommissionResult): string {
  const parts = keep.flatMap((each) => [
    `${signs[each.state]} ${each.part}: ${each.what}`,
    ...lines[each.state](each).map((line) => `    ${line}`),
  ]);
  const stays = (remains ?? []).flatMap(({ address, keptBecause }) => (keptBecause ? [`  stays: ${address} (${keptBecause})`] : []));
  const left = (remains ?? []).filter(({ keptBecause }) => keptBecause === undefined).length;
  const end =
    mode === 'plan'
      ? `${environment}: what is listed is kept, then every stack is removed, then what is left is looked for`
      : remains === undefined
        ? `${environment}: not finished`
        : `${environment}: ${destroyed ? 'removed; ' : ''}${left === 0 ? 'nothing is left that costs, but for what stays on purpose' : `${left} left`}`;
  const again = problems.length > 0 && remains === undefined && mode === 'do' ? 'run the same command again when it is mended\n' : '';
  const folder = out === undefined ? [] : [`  kept in ${out}, with manifest.json: put it where it outlives you`];
  return `${[...(mode === 'list' ? [] : parts), ...folder, ...stays, end].join('\n')}\n${again}`;
}
