import { runsPortal } from '../../config/model/portal/portal';
import { ProblemError, problem } from '../../config/problems';
import type { Command } from '../command';
import { requireEnvironment } from '../environment';
import { conclude } from '../findings';
import { rolesOfEnvironment } from '../roles/environment-roles';
import { rolesText } from '../roles/text';

/** `workbench roles`: who may do what at the portal of an environment. Reads the workbench file alone and asks no cluster. */
export const roles: Command = async (io, [name], options) => {
  const { file, model, problems } = requireEnvironment(io, name);
  if (!runsPortal(model.config))
    throw new ProblemError([
      problem('ROLES-OFF', `${model.config.environment} has no portal: nobody has a role`, 'write portal.enabled: true (docs/portal.md)', {
        file,
      }),
    ]);
  const found = rolesOfEnvironment(model);
  const status = conclude(
    io,
    options,
    problems.filter(({ severity }) => severity === 'error'),
    { file, ...found },
  );
  if (!options.json && status === 0) io.stdout.write(rolesText(found));
  return status;
};
