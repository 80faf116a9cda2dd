import type { EnvironmentModel } from '../../config/environment';
import { isManaged } from '../../config/model/store-services';
import { catalogue } from '../../config/releases/catalogue';
import { atLeast } from '../../config/releases/versions';

/** A limit of the release, and how this environment stands to it. */
export interface LimitRow {
  readonly what: string;
  readonly limit: string;
  readonly here: string;
  /** `note`: nothing to be held against it, but good to know. */
  readonly verdict: 'within' | 'beyond' | 'note';
}

const within = (yes: boolean) => (yes ? 'within' : 'beyond');

/** What the release can and cannot do, from the catalogue. */
export function limitRows({ config, features }: EnvironmentModel): LimitRow[] {
  const { limits, testCases, layout } = catalogue[config.hub.release];
  const { kubernetes } = limits;
  const { kubernetesVersion } = config.cluster;
  const tried = atLeast(kubernetesVersion, kubernetes.oldest) && atLeast(kubernetes.newest, kubernetesVersion);
  const { releaseName, release } = config.hub;
  const external = config.stores.mysql.external;
  const managed = isManaged(config, 'mysql');
  return [
    {
      what: 'Kubernetes its makers tried it on',
      limit: `${kubernetes.oldest} to ${kubernetes.newest}`,
      here: kubernetesVersion,
      verdict: within(tried),
    },
    {
      what: 'Login to MySQL',
      limit: limits.mysqlNativePassword
        ? `driver ${limits.mysqlDriver}: mysql_native_password only`
        : `driver ${limits.mysqlDriver}: every plug-in`,
      here: limits.mysqlNativePassword ? 'users are made with mysql_native_password' : 'users are made with the default of the server',
      verdict: 'note',
    },
    {
      what: 'TLS to MySQL',
      limit: limits.mysqlTls ? 'spoken' : 'not spoken',
      here: external
        ? external.tls
          ? 'the existing server insists on it'
          : 'the existing server does not ask for it'
        : managed
          ? limits.mysqlTls
            ? 'the managed server insists on it, and is verified against the roots of its cloud'
            : 'the managed server lets plaintext in, inside its subnets'
          : 'the server in the cluster does not ask for it',
      verdict: managed && !limits.mysqlTls ? 'note' : within(limits.mysqlTls || !external?.tls),
    },
    {
      what: 'Passwords from Kubernetes Secrets',
      limit: limits.secretSupport ? 'read by its charts' : 'its charts take passwords as text only',
      here: limits.secretSupport
        ? 'every password by reference'
        : 'passwords go through write-only values of Helm, see the exceptions below',
      verdict: within(limits.secretSupport),
    },
    {
      what: 'Signing key from a Kubernetes Secret',
      limit: limits.jwsKeySecret ? 'read by its charts' : 'its charts take the key as text only',
      here: features.jws ? 'messages of the hub are signed' : 'messages of the hub are not signed',
      verdict: within(limits.jwsKeySecret || !features.jws),
    },
    {
      what: 'Length of the Helm release name',
      limit: `${limits.releaseNameLength} characters, or volume names grow too long`,
      here: `${releaseName}, ${releaseName.length} characters`,
      verdict: within(releaseName.length <= limits.releaseNameLength),
    },
    { what: 'Layout of its values', limit: layout, here: `Mojaloop ${release}`, verdict: 'note' },
    {
      what: 'Collections of the testing toolkit',
      limit: testCases,
      here: features.testingToolkit ? 'toolkit is on' : 'toolkit is off',
      verdict: 'note',
    },
  ];
}
