import type { Problem } from './problems';
import { catalogue } from './releases/catalogue';
import { rules } from './rules/rules';
import type { WorkbenchConfig } from './schema/workbench';
import { joinPath } from './validate/path';
import type { Positions } from './validate/positions';

/**
 * Holds a workbench file that has been read against every rule: what fits the schema may still clash with the rest.
 * Every finding becomes a problem at the place of its setting, or of the section above it when the setting is a default.
 * Pure: the same file gives the same problems, in the order of the file.
 */
export function checkConfig(config: WorkbenchConfig, positions?: Positions): Problem[] {
  const release = catalogue[config.hub.release];
  return rules
    .filter((rule) => rule.appliesWhen(config, release))
    .flatMap(({ code, severity, check }) =>
      check(config, release).map(({ path, message, hint }): Problem => {
        const place = positions && { file: positions.file, ...positions.nearest(path) };
        return { code, severity, ...place, path: joinPath(path), message, ...(hint ? { hint } : {}) };
      }),
    )
    .sort((a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0));
}
