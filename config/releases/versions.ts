/** The Mojaloop releases the catalogue knows, oldest first. */
export const releaseVersions = ['14.1.0', '14.1.1', '15.0.0', '15.1.0', '15.2.0', '16.0.4', '17.0.0', '17.1.0'] as const;
export type ReleaseVersion = (typeof releaseVersions)[number];

/** Which shape the umbrella chart's values have: it changed with every major release. */
export type Layout = 'v14' | 'v15' | 'v16' | 'v17';

export const layouts = { 14: 'v14', 15: 'v15', 16: 'v16', 17: 'v17' } as const satisfies Record<number, Layout>;

export function layoutOf(version: ReleaseVersion): Layout {
  return layouts[Number(version.split('.')[0]) as keyof typeof layouts];
}

/** True for `a` at or above `b`; both plain `major.minor.patch`. */
export function atLeast(a: string, b: string): boolean {
  const left = a.split('.').map(Number);
  const right = b.split('.').map(Number);
  for (let i = 0; i < 3; i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}
