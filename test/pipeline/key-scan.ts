/** What a key that lives longer than a job looks like, or the place where somebody would have to put one. */
const marks: Readonly<Record<string, RegExp>> = {
  'an access key of AWS': /\bA(?:KIA|SIA)[A-Z0-9]{16}\b/,
  'a variable for a key':
    /\b(?:AWS_ACCESS_KEY_ID|AWS_SECRET_ACCESS_KEY|AWS_SESSION_TOKEN|ARM_CLIENT_SECRET|ARM_CLIENT_CERTIFICATE\w*|AZURE_CLIENT_SECRET|ARM_ACCESS_KEY)\b/,
  'a token of GitLab or GitHub': /\b(?:glpat-|gldt-|glrt-|gh[pousr]_|github_pat_)\w+/,
  'a secret of the project': /\$\{\{\s*secrets\./,
  'a private key': /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  'a token of Vault from elsewhere': /\bVAULT_TOKEN\b(?!="\$\(vault write )/,
  'a password': /\b(?:password|passwd|passphrase)\b\s*[:=]\s*(?!\$CI_JOB_TOKEN\b)\S/i,
  // Of the job and gone with it: the only password that there is.
  'a password of a state that is not of the job': /TF_HTTP_PASSWORD: (?!\$CI_JOB_TOKEN$)\S/m,
  'a signed token': /\beyJ[\w-]{10,}\.[\w-]{10,}\./,
};

/** Names of what was found; none in a text without keys. */
export const keysIn = (text: string): string[] =>
  Object.entries(marks)
    .filter(([, mark]) => mark.test(text))
    .map(([name]) => name);
