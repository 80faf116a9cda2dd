/** Codes of `sbom`, and what each says. */
export const sbomCodes = {
  'SBOM-DIGESTS': 'The file of `--digests` is no list of images that `mirror` wrote',
  'SBOM-UNSEEN': 'A chart was not looked into: what images it runs is not in the list (a warning)',
  'SBOM-FOLDER': '`--charts` names no folder',
} as const satisfies Readonly<Record<string, string>>;
