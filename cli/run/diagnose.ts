import { type Problem, problem } from '../../config/problems';
import { knownErrors } from './known-errors';
import type { Diagnostic } from './terraform-events';

/** Errors that only say that another error stopped everything. */
const echoes = /^execution halted$|^Failed to persist state to backend$/i;

const saidOnce: ReadonlySet<string> = new Set(['RUN-DISK-FULL', 'RUN-STATE-ABSENT']);

const oneLine = (text: string) => text.replace(/\s+/g, ' ').trim();
const shorten = (text: string, length = 240) => (text.length > length ? `${text.slice(0, length - 1)}…` : text);

/** One line a problem for what Terraform reported; the whole text is in the log that the hint names. */
export function diagnose(stack: string, diagnostics: readonly Diagnostic[], log: string): readonly Problem[] {
  const errors = diagnostics.filter(({ severity, summary }) => severity === 'error' && !echoes.test(summary));
  const lines = errors.map(({ summary, detail, address }) => {
    const found = knownErrors.find(({ match }) => match.test(oneLine(`${summary} ${detail}`)));
    const where = address && address !== summary ? `${stack}: ${address}` : stack;
    const text = detail ? `${oneLine(summary)}: ${oneLine(detail)}` : oneLine(summary);
    return problem(found?.code ?? 'RUN-TERRAFORM', `${where}: ${shorten(text)}`, found?.hint ?? `all of it in ${log}`);
  });
  // A full disk fails every file of Terraform's, a missing bucket every request; the first one says it all.
  const keys = lines.map(({ code, message }) => (saidOnce.has(code) ? code : message));
  const distinct = lines.filter((_, index) => keys.indexOf(keys[index]!) === index);
  return distinct.length > 0
    ? distinct
    : [problem('RUN-TERRAFORM', `${stack}: Terraform ended without saying why`, `look into ${log} and the .stderr beside it`)];
}

/**
 * The remote states that a plan lacked: never written, or without an output that this stack uses. Undefined when an error is about anything else,
 * since then the plan has a fault of its own.
 */
export function missingRemoteStates(diagnostics: readonly Diagnostic[]): readonly string[] | undefined {
  const names = new Set<string>();
  for (const { severity, summary, detail, address, references } of diagnostics) {
    // OpenTofu says so once more after each state that it did not find.
    if (severity !== 'error' || summary.endsWith('Unable to read remote state')) continue;
    const texts = [address ?? '', ...references];
    const found = texts.map((text) => /data\.terraform_remote_state\.([\w-]+)/.exec(text)?.[1]).find((name) => name !== undefined);
    const about =
      summary === 'Unable to find remote state' ||
      (summary === 'Unsupported attribute' && detail.startsWith('This object does not have an attribute'));
    if (!about || found === undefined) return undefined;
    names.add(found);
  }
  return names.size > 0 ? [...names] : undefined;
}

/**
 * Whether all that a plan lacked is the account that it logs in at Vault with: the stack that makes it has never been applied. Terraform asks for a
 * token of it already while it plans.
 */
export function lacksLogin(diagnostics: readonly Diagnostic[]): boolean {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const isLogin = ({ address = '', summary, detail }: Diagnostic) =>
    /^ephemeral\.kubernetes_token_request_v1\./.test(address) && /\bnot found$/.test(detail === '' ? summary : detail.trim());
  return errors.length > 0 && errors.every(isLogin);
}
