import { capabilities } from '../../config/capabilities';
import { sealOf } from '../../config/model/seal';
import type { PlatformKit } from '../contracts';
import { additions } from './additions';
import { keyAlias, keys } from './keys';
import { network } from './network';
import { useAws } from './use-cloud';

const later = capabilities.kubernetes;

/** AWS: EKS with managed stores beside it. */
export const aws: PlatformKit = {
  capabilities: { ...later, network, keys },
  useCloud: useAws,
  additions,
  place: (_scope, { config }) => ({ group: '', region: config.platform.region ?? '' }),
  clusterLogin: ({ platform }, name) => ({
    command: 'aws',
    args: ['eks', 'get-token', '--region', platform.region ?? '', '--cluster-name', name],
  }),
  vaultSeal: (config) =>
    sealOf(config) === 'awskms'
      ? {
          stanza: `seal "awskms" {\n  region = "${config.platform.region}"\n  kms_key_id = "${keyAlias(config, 'vault')}"\n}\n`,
          keyInCluster: false,
        }
      : { stanza: sealOf(config) === 'shamir' ? '' : `seal "${sealOf(config)}" {}\n`, keyInCluster: sealOf(config) === 'shamir' },
};
