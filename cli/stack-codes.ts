/** Codes of stacks, of the charts in them and of the values that charts get. */
export const stackCodes = {
  'SYN-OUT-NOT-OURS': 'What is at `--out` was not written by `synth`, so it is not replaced',
  'SYN-MIRROR-MISSING': '`charts.mirror` names no folder',
  'SYN-CHART-MISSING': 'The mirror lacks a chart',
  'SYN-NO-INDEX': 'No value index: the values of a chart go unchecked (a warning)',
  'SYN-OVERRIDE-ADDRESS': '`overrides.resources` names a resource that is not made',
  'SYN-PM4ML-LAYOUT': 'The chart of the payment manager has values that are not known here',
  'VAL-PATH': 'A value that the chart does not know: Helm would ignore it silently',
  'VAL-TYPE': 'A value of another type than the chart wants',
  'LOCK-MISSING': 'A chart version is not pinned',
  'LOCK-MISSING-PACKAGE': 'The folder lacks a package that is pinned',
  'LOCK-DIGEST': 'A package is not the one that was pinned',
  'LOCK-DAMAGED': 'charts.lock.json cannot be read',
  'LOCK-REPOSITORY': 'Nothing says where a chart comes from',
} as const satisfies Readonly<Record<string, string>>;
