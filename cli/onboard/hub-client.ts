import { ProblemError, problem } from '../../config/problems';
import type { Request } from './step';

/** One API of the hub. */
export interface Api {
  readonly get: <T>(path: string) => Promise<T>;
  readonly send: (request: Pick<Request, 'method' | 'path' | 'body' | 'source'>) => Promise<void>;
  /** Requests made so far. */
  readonly count: () => number;
}

/** The administration of the ledger, that of account lookup where oracles are wanted, the connection manager where it runs, and oracles that have to know something. */
export interface HubClient {
  readonly ledger: Api;
  readonly lookup?: Api;
  readonly manager?: Api;
  /** By name. */
  readonly oracles: ReadonlyMap<string, Api>;
}

/** The service answered, and said no. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    /** What people call the service. */
    readonly service = '',
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

async function answered(name: string, response: Response): Promise<string> {
  const text = await response.text();
  if (response.ok) return text;
  let information: { errorCode?: string; errorDescription?: string } | undefined;
  try {
    information = (JSON.parse(text) as { errorInformation?: typeof information }).errorInformation;
  } catch {
    // Not the service itself: a proxy or a gateway in between.
  }
  const said = information?.errorDescription ?? text.slice(0, 200).replaceAll(/\s+/g, ' ').trim();
  throw new Refused(response.status, information?.errorCode ?? '', said || `status ${response.status}`, name);
}

/**
 * @param name what people call the service
 * @param address base address, such as `http://127.0.0.1:3001`
 * @throws ProblemError ONB-UNREACHABLE when nobody answers; Refused when the service says no
 */
export function api(name: string, address: string): Api {
  let requests = 0;
  const base = address.replace(/\/+$/, '');
  const once = async ({ method, path, body, source }: Omit<Request, 'api' | 'method'> & { readonly method: string }): Promise<string> => {
    requests += 1;
    return answered(
      name,
      await fetch(`${base}${path}`, {
        method,
        signal: AbortSignal.timeout(patience),
        headers: {
          accept: 'application/json',
          // Account lookup refuses a reading without these two (v17.12.2).
          'content-type': 'application/json',
          date: new Date().toUTCString(),
          ...(source === undefined ? {} : { 'fspiop-source': source }),
        },
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
        return JSON.parse(await once({ method: 'GET', path })) as T;
      } catch (error) {
        if (error instanceof Refused && error.status < 500) throw error;
        if (turn === readings) throw error instanceof Refused ? error : unreachable(error);
        await new Promise((resolve) => setTimeout(resolve, 500 * turn));
      }
    }
  };
  const send: Api['send'] = async (request) => {
    try {
      await once(request);
    } catch (error) {
      throw error instanceof Refused ? error : unreachable(error);
    }
  };
  return { get, send, count: () => requests };
}
