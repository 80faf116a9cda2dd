import { readdirSync, readFileSync } from 'node:fs';

/** Every process that descends from another, as /proc tells; none where there is no /proc. */
export function processesOfParent(parent: number): readonly number[] {
  const children = new Map<number, number[]>();
  for (const name of entries()) {
    const pid = Number(name);
    // The name of a program stands in parentheses and may hold anything; the state and the parent come after it.
    const above = Number(
      statOf(name)
        ?.replace(/^.*\) /s, '')
        .split(' ')[1],
    );
    if (pid > 0 && above > 0) children.set(above, [...(children.get(above) ?? []), pid]);
  }
  const below = (pid: number): number[] => (children.get(pid) ?? []).flatMap((child) => [child, ...below(child)]);
  return below(parent);
}

function entries(): readonly string[] {
  try {
    return readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  } catch {
    return [];
  }
}

function statOf(pid: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'latin1');
  } catch {
    return undefined;
  }
}
