/** Codes of `upgrade`, and what each says. */
export const upgradeCodes = {
  'UPGRADE-TARGET': '`upgrade plan` was not told where to, or the catalogue has no such release',
  'UPGRADE-SAME': 'The environment has that release already',
  'UPGRADE-DOWN': 'The release is older than the one that is there',
  'UPGRADE-JUMP': 'A release in between must not be left out',
  'UPGRADE-OVERRIDE': 'A value in `overrides` that the new chart does not know',
  'UPGRADE-PINNED': '`charts.versions` holds a chart that goes with another release (a warning)',
  'UPGRADE-EDIT': 'The change cannot be written into the workbench file',
} as const satisfies Readonly<Record<string, string>>;
