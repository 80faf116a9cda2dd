import { homedir } from 'node:os';
import { join } from 'node:path';

/** Folder of this project in the user's cache, for what takes long to get or build. It may be removed at any time, and is then filled anew. */
export const cacheHome = (env: NodeJS.ProcessEnv = process.env): string =>
  join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'mojaloop-workbench');
