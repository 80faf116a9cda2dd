import { readFileSync } from 'node:fs';
import { ProblemError, problem } from '../../config/problems';
import type { WorkbenchConfig } from '../../config/schema/workbench';
import { identitiesIn } from './age-identity';

export type DrillPlace = NonNullable<NonNullable<WorkbenchConfig['pipeline']>['drill']>;

const patience = 30_000;

const refuse = (message: string, hint: string) => new ProblemError([problem('DRILL-KEY', message, hint)]);

async function asked(address: string, path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(`${address.replace(/\/+$/, '')}/v1/${path}`, { ...init, signal: AbortSignal.timeout(patience) });
  } catch (error) {
    const { cause, message } = error as Error & { cause?: { code?: string; message?: string } };
    throw refuse(
      `the Vault at ${address} does not answer: ${cause?.code ?? cause?.message ?? message}`,
      'let the runner reach it; a private authority of its certificate: NODE_EXTRA_CA_CERTS',
    );
  }
}

function tokenIn(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    throw refuse(
      `${file} can't be read: ${(error as NodeJS.ErrnoException).code}`,
      'a job of the pipeline writes it; by hand: --identity key.txt',
    );
  }
}

/**
 * The private key of a drill out of a Vault that is not of the environment: logs in with the token of a job, reads one field, and gives the token of Vault back.
 * The key is in memory only, for as long as the drill takes. @throws ProblemError DRILL-KEY
 */
export async function drillKey({ vault, login, role, path, field }: DrillPlace, jobToken: string): Promise<readonly Uint8Array[]> {
  const body = JSON.stringify({ role, jwt: tokenIn(jobToken) });
  const entered = await asked(vault, `auth/${login}/login`, { method: 'POST', body });
  const { auth, errors = [] } = (await entered.json().catch(() => ({}))) as {
    auth?: { client_token?: string };
    errors?: readonly string[];
  };
  if (!entered.ok || !auth?.client_token)
    throw refuse(
      `the Vault at ${vault} answers ${entered.status} to the login of role ${role}${errors[0] ? `: ${errors[0]}` : ''}`,
      `see what auth/${login}/role/${role} is bound to: the project, the branch and the audience of the job`,
    );
  const headers = { 'x-vault-token': auth.client_token };
  try {
    const answer = await asked(vault, path, { headers });
    const { data } = (await answer.json().catch(() => ({}))) as { data?: Record<string, unknown> };
    // Version 2 of KV has its fields one level deeper.
    const fields = (typeof data?.data === 'object' && data.data !== null ? data.data : data) as Record<string, unknown> | undefined;
    const text = fields?.[field];
    const keys = typeof text === 'string' ? identitiesIn(text) : [];
    if (answer.ok && keys.length > 0) return keys;
    throw refuse(
      answer.ok
        ? `${path} at ${vault} has no private key of age in its field ${field}`
        : `the Vault at ${vault} answers ${answer.status} to ${path}`,
      'put what age-keygen wrote there, and let the policy of the role read that path',
    );
  } finally {
    await asked(vault, 'auth/token/revoke-self', { method: 'POST', headers }).catch(() => undefined);
  }
}
