/** What keeps `pipeline` from writing or from telling. */
export const pipelineCodes = {
  'PIP-TARGET': '`pipeline` knows no such system, or lacks an argument',
  'PIP-NONE': 'No workbench file has a section `pipeline`',
  'PIP-NAME': 'The name of a workbench file is no name for a job',
  'PIP-STALE': 'A pipeline file is not what would be written now',
  'PIP-MARKS': 'A pipeline file has lost the marks around what is kept',
  'PIP-OWN': 'What people wrote into a pipeline file is no YAML, or takes a name that is taken',
  'PIP-GITHUB-STATE': 'The state is kept by GitLab, where GitHub has no way in without a key',
  'PIP-PLAN': 'The file that `pipeline summary` was given is no result of `workbench plan --json`',
} as const satisfies Readonly<Record<string, string>>;
