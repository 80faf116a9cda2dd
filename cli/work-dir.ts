import { join } from 'node:path';
import type { Io } from './command';

/** Everything a deployment keeps between runs, one folder an environment: stacks, journal, logs, local state. */
export const workDir = (io: Io) => join(io.cwd, '.workbench');
export const environmentDir = (io: Io, environment: string) => join(workDir(io), environment);
export const stateDir = (io: Io, environment: string) => join(environmentDir(io, environment), 'state');
