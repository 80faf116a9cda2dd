/** Environment variables a command reads. Clouds and Terraform read more of their own. */
export const variables: Readonly<Record<string, string>> = {
  WORKBENCH_FILE: 'the environment where none is named: a file, or its name under `workbench/`',
  WORKBENCH_HELM: 'Path of helm for `mirror` and `check --air-gapped`; that on PATH when left out',
  WORKBENCH_COSIGN: 'Path of cosign for `mirror`, where the file names who signs images; that on PATH when left out',
  WORKBENCH_TERRAFORM: 'the program that applies stacks; without it `terraform`, else `tofu`, from PATH',
  WORKBENCH_STATE_PASSPHRASE:
    'what states are encrypted with, where the file says `state.encryption: { by: passphrase }` and names no other variable',
  WORKBENCH_DEBUG: 'anything: where an unexpected error came from is printed below it',
  NO_COLOR: 'anything: no colour and no live progress',
  CI: 'anything but `false`: the same',
};
