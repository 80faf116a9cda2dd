/** Codes of `mirror`, of `check --air-gapped` and of `sbom`, and what each says. */
export const mirrorCodes = {
  'MIRROR-TO': '`mirror` was not told where to, or the place is none',
  'MIRROR-HELM': 'There is no helm to render charts with: without it nobody knows all images',
  'MIRROR-RENDER': 'Helm cannot render a chart with the values of the environment',
  'MIRROR-CHART': 'A chart package cannot be had, or is not the pinned one',
  'MIRROR-REGISTRY': 'A registry does not answer, or refuses',
  'MIRROR-DIGEST': 'What a registry sent is not what its digest says',
  'MIRROR-COSIGN': 'There is no cosign to verify the signatures that the file demands',
  'MIRROR-SIGNATURE': 'An image is not signed by whom the file says',
  'MIRROR-SIGNER-UNUSED': 'A row of `charts.signatures` is about no image of the environment',
  'MIRROR-PROVIDERS': 'Terraform cannot mirror its providers',
  'MIRROR-DOWNLOAD': 'The archive of test collections cannot be had',
  'AIR-CHARTS': 'Charts come from outside',
  'AIR-IMAGE': 'An image comes from outside',
  'AIR-ADDRESS': 'Something that is made points at an address outside',
} as const satisfies Readonly<Record<string, string>>;
export type MirrorCode = keyof typeof mirrorCodes;
