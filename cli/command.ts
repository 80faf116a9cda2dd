import type { Problem } from '../config/problems';

/** What a command may touch of the outside world: everything else comes in as an argument. */
export interface Io {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  readonly stdin: NodeJS.ReadStream;
}

export interface CommonOptions {
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly out?: string;
}

/** A command: takes its arguments and options, returns the exit status (0 clean, 1 failure, 2 changes present, 130 stopped). */
export type Command<Options = CommonOptions> = (io: Io, args: readonly string[], options: Options & CommonOptions) => Promise<number>;

/** What `--json` prints for every command that ends with findings. */
export interface JsonResult {
  readonly ok: boolean;
  readonly problems: readonly Problem[];
}

export function printJson(io: Io, value: unknown): void {
  io.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}

/** Where a command tells what it is doing: for people, beside its outcome; nowhere when a machine reads it or nobody wants to. */
export const sayTo =
  ({ stderr }: Pick<Io, 'stderr'>, { json, quiet }: Pick<CommonOptions, 'json' | 'quiet'>) =>
  (line: string): void => {
    if (!json && !quiet) stderr.write(`${line}\n`);
  };
