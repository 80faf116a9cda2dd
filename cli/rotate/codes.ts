/** Codes of `rotate`, and what each says. */
export const rotateCodes = {
  'ROTATE-WHAT': 'There is no such thing to rotate in this environment',
  'ROTATE-BY-HAND': 'The workbench does not rotate this; the way out tells who does, and how',
  'ROTATE-CONFIRM': 'Something stops meanwhile, or the environment is one of production: it is begun only with `--confirm <environment>`',
  'ROTATE-OPTION': 'An option of `rotate` is none, or has no effect here',
  'ROTATE-NOT-THERE': 'What is to be rotated is not in the cluster, or was never made',
  'ROTATE-REFUSED': 'The API server refuses a change',
  'ROTATE-JOB': 'A Job that changes a login has failed',
  'ROTATE-SAME': 'A secret that its owner changes has still the value that is delivered',
  'ROTATE-SERVED': 'A host shows another certificate than the one that was signed',
  'ROTATE-PUBLISH': 'The connection manager does not take the public key of the hub, or answers with another',
  'ROTATE-SLOW': 'Something has not come about in its time',
  'ROTATE-STOPPED': 'The command was stopped before it was done',
  'ROTATE-AGES': 'The cluster can not be asked how old something is (a warning)',
} as const satisfies Readonly<Record<string, string>>;
