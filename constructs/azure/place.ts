import { ResourceGroup } from '@cdktf/provider-azurerm/lib/resource-group';
import { nameOf } from '../../config/model/names';
import { tagsOf } from '../../config/model/tags';
import type { PlatformKit } from '../contracts';

/**
 * One resource group a stack, so that a stack can be removed whole and rights be given by stack. Costs nothing. The region of a group can't
 * be changed: another region is another environment.
 */
export const place: PlatformKit['place'] = (scope, { config }, stack) => {
  const group = new ResourceGroup(scope, 'group', {
    name: nameOf(config, 'resourceGroup', stack),
    location: config.platform.region ?? '',
    tags: tagsOf(config),
  });
  return { group: group.name, region: group.location };
};
