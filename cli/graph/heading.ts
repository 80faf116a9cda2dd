import type { EnvironmentModel } from '../../config/environment';

/** What a picture or a page is of, in one line. */
export function heading({ config }: EnvironmentModel): string {
  return `${config.tenant} ${config.environment}: Mojaloop ${config.hub.release}, ${config.profile}`;
}
