import { ProblemError, problem } from '../../config/problems';

/** One API of the hub. */
export interface Api {
  readonly get: <T>(path: string) => Promise<T>;
  readonly send: (method: 'POST' | 'PUT', path: string, body: unknown) => Promise<void>;
  /** Requests made so far. */
  readonly count: () => number;
}

/** The administration of the ledger, that of account lookup where oracles are wanted, and the connection manager where it runs. */
export interface HubClient {
  readonly ledger: Api;
  readonly lookup?: Api;
  readonly manager?: Api;
}

/** The service answered, and said no. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

const patience = 20_000;
/** Reading again harms nothing; what is sent is only sent again after reading what became of it. */
const readings = 3;

const reasonOf = (error: unknown): string => {
  const { cause, message } = error as { cause?: { code?: string; message?: string }; message?: string };
  return cause?.code ?? cause?.message ?? message ?? 'no reason given';
};

async function answered(response: Response): Promise<string> {
  const text = await response.text();
  if (response.ok) return text;
  let information: { errorCode?: string; errorDescription?: string } | undefined;
  try {
    information = (JSON.parse(text) as { errorInformation?: typeof information }).errorInformation;
  } catch {
    // Not the service itself: a proxy or a gateway in between.
  }
  const said = information?.errorDescription ?? text.slice(0, 200).replaceAll(/\s+/g, ' ').trim();
  throw new Refused(response.status, information?.errorCode ?? '', said || `status ${response.status}`);
}

/**
 * @param name what people call the service
 * @param address base address, such as `http://127.0.0.1:3001`
 * @throws ProblemError ONB-UNREACHABLE when nobody answers; Refused when the service says no
 */
export function api(name: string, address: string): Api {
  let requests = 0;
  const base = address.replace(/\/+$/, '');
  const once = async (method: string, path: string, body?: unknown): Promise<string> => {
    requests += 1;
    return answered(
      await fetch(`${base}${path}`, {
        method,
        signal: AbortSignal.timeout(patience),
        headers: { accept: 'application/json', ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    );
  };
  const unreachable = (error: unknown) =>
    new ProblemError([
      problem(
        'ONB-UNREACHABLE',
        `${name} does not answer at ${base}: ${reasonOf(error)}`,
        'see with workbench status whether the hub is deployed and its pods are ready, then run the same command: it goes on where it stopped',
      ),
    ]);
  const get = async <T>(path: string): Promise<T> => {
    for (let turn = 1; ; turn += 1) {
      try {
        return JSON.parse(await once('GET', path)) as T;
      } catch (error) {
        if (error instanceof Refused && error.status < 500) throw error;
        if (turn === readings) throw error instanceof Refused ? error : unreachable(error);
        await new Promise((resolve) => setTimeout(resolve, 500 * turn));
      }
    }
  };
  const send: Api['send'] = async (method, path, body) => {
    try {
      await once(method, path, body);
    } catch (error) {
      throw error instanceof Refused ? error : unreachable(error);
    }
  };
  return { get, send, count: () => requests };
}
