import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { type Problem, problem } from '../../config/problems';

const run = promisify(execFile);

/** The program that applies stacks; both speak the same commands, files and event stream. */
export interface Binary {
  /** As it is started: a path, or a name that PATH resolves. */
  readonly path: string;
  readonly tool: 'terraform' | 'opentofu';
  readonly version: string;
}

/** Ephemeral values and write-only arguments (no password in a state file) exist from 1.11 on, in both programs. */
const oldest = { major: 1, minor: 11 } as const;
const getIt = 'install Terraform 1.11 or OpenTofu 1.11 or newer, or set WORKBENCH_TERRAFORM to its path';

/** `Terraform v1.11.4` or `OpenTofu v1.12.6` from the first line of `version`; undefined for any other program. */
export function parseVersion(output: string): Omit<Binary, 'path'> | undefined {
  const found = /^(Terraform|OpenTofu) v(\d+\.\d+\.\d+\S*)/m.exec(output);
  return found ? { tool: found[1] === 'Terraform' ? 'terraform' : 'opentofu', version: found[2]! } : undefined;
}

export function isSupported(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > oldest.major || (major === oldest.major && minor >= oldest.minor);
}

type Probe = { readonly path: string } & (
  | { readonly found: Omit<Binary, 'path'> }
  | { readonly failed: 'absent' | 'other'; readonly why: string }
);

async function probe(path: string, env: NodeJS.ProcessEnv): Promise<Probe> {
  try {
    const { stdout } = await run(path, ['version'], { env: { ...env, CHECKPOINT_DISABLE: '1' }, timeout: 30_000 });
    const found = parseVersion(stdout);
    return found ? { path, found } : { path, failed: 'other', why: 'does not say that it is Terraform or OpenTofu' };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return { path, failed: 'absent', why: 'is not there' };
    if (code === 'EACCES') return { path, failed: 'other', why: 'may not be executed' };
    return { path, failed: 'other', why: `can't be run: ${String(message).split('\n')[0]}` };
  }
}

/**
 * Chooses the program: WORKBENCH_TERRAFORM (a path or a name) if set, else terraform, else tofu.
 * An old Terraform is not silently passed over for OpenTofu: a state that one has written is not the other's to take.
 * @returns the program, or RUN-NO-TERRAFORM, RUN-TERRAFORM-VERSION with the way out
 */
export async function findBinary(env: NodeJS.ProcessEnv): Promise<Binary | Problem> {
  const chosen = env.WORKBENCH_TERRAFORM?.trim();
  for (const path of chosen ? [chosen] : ['terraform', 'tofu']) {
    const answer = await probe(path, env);
    if ('found' in answer) {
      const { tool, version } = answer.found;
      if (isSupported(version)) return { path, tool, version };
      const name = tool === 'terraform' ? 'Terraform' : 'OpenTofu';
      return problem(
        'RUN-TERRAFORM-VERSION',
        `${path} is ${name} ${version}, too old: ${oldest.major}.${oldest.minor} or newer is needed`,
        getIt,
      );
    }
    if (chosen) return problem('RUN-NO-TERRAFORM', `WORKBENCH_TERRAFORM=${chosen} ${answer.why}`, getIt);
    if (answer.failed === 'other') return problem('RUN-NO-TERRAFORM', `${path} ${answer.why}`, getIt);
  }
  return problem('RUN-NO-TERRAFORM', 'neither terraform nor tofu is on PATH', getIt);
}

export function isProblem(value: object): value is Problem {
  return 'code' in value && 'severity' in value && 'message' in value;
}
