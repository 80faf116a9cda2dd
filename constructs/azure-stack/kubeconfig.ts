import { nameOf } from '../../config/model/names';
import type { PlatformKit } from '../contracts';

/**
 * The kubeconfig of AKS on Azure Local is told by nobody but its own command. It holds no secret: people log in by kubelogin with their own account.
 */
export const kubeconfigFetch: PlatformKit['kubeconfigFetch'] = (config, cluster, file) => ({
  command: 'az',
  args: [
    'aksarc',
    'get-credentials',
    '--name',
    cluster,
    '--resource-group',
    nameOf(config, 'resourceGroup', 'cluster'),
    '--file',
    file,
    '--context',
    config.environment,
    '--overwrite-existing',
    ...(config.platform.account ? ['--subscription', config.platform.account] : []),
  ],
});
