import { ProblemError, problem } from '../../config/problems';
import type { MirrorCode } from './codes';

const patience = 120_000;

/** What an address gives, whole, within two minutes. @throws ProblemError with this code and this way out where it gives nothing */
export async function download(address: string, code: MirrorCode, hint: string): Promise<Buffer> {
  const failed = (why: string) => new ProblemError([problem(code, `${address}: ${why}`, hint)]);
  try {
    const answer = await fetch(address, { signal: AbortSignal.timeout(patience) });
    if (!answer.ok) throw failed(`HTTP ${answer.status}`);
    return Buffer.from(await answer.arrayBuffer());
  } catch (error) {
    if (error instanceof ProblemError) throw error;
    const { cause, message } = error as Error & { cause?: { code?: string } };
    throw failed(`no answer (${cause?.code ?? message})`);
  }
}
