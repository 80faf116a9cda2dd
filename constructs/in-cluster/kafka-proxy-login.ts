import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { kafkaLogin } from '../../config/model/secret-map';
import type { WorkbenchConfig } from '../../config/schema/workbench';
import { projectRoot } from '../terraform/project-root';
import { images, pulled } from './images';
import type { Json, Values } from './release-spec';
import { requests } from './store-objects';

/** How the proxy proves to the brokers who it is: what its pod needs for that, and what the program is told. */
export interface ProxyLogin {
  readonly image: string;
  readonly flags: readonly string[];
  /** Shell text that returns when the login is ready; empty where there is nothing to wait for. */
  readonly before: string;
  readonly volumes: readonly Json[];
  readonly mounts: readonly Json[];
  /** Containers beside the proxy. */
  readonly beside: readonly Json[];
  /** Files of the ConfigMap `kafka-proxy`. */
  readonly files: Readonly<Record<string, string>>;
}

/** Rights of a container that needs none. */
export const confined: Values = { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } };

/** By user and password (PLAIN, SCRAM): from a file that only the pod sees. Nothing of it is an argument or a variable. */
export const passwordLogin = (config: WorkbenchConfig, mechanism: string): ProxyLogin => ({
  image: pulled(config, images.kafkaProxy),
  flags: ['--sasl-enable', `--sasl-method=${mechanism}`, `--sasl-jaas-config-file=/login/${kafkaLogin.file}`],
  before: '',
  volumes: [
    {
      name: 'login',
      secret: { secretName: kafkaLogin.name, defaultMode: 0o440, items: [{ key: kafkaLogin.file, path: kafkaLogin.file }] },
    },
  ],
  mounts: [{ name: 'login', mountPath: '/login', readOnly: true }],
  beside: [],
  files: {},
});

const tokenPort = 8089;

/**
 * By the workload identity of the pod (OAUTHBEARER of Event Hubs): there is no password at all. The plug-in of the proxy knows OAuth clients with a
 * secret only, so a small program beside it exchanges the token of the service account for one of Entra ID. `resource` is the address of the
 * namespace, which is what the token is good for.
 */
export const identityLogin = (config: WorkbenchConfig, resource: string): ProxyLogin => {
  const scope = `https://${resource}/.default`;
  const client = { client_id: 'kafka-proxy', client_secret: 'none', token_url: `http://127.0.0.1:${tokenPort}/token`, scopes: [scope] };
  return {
    image: pulled(config, `${images.kafkaProxy}-all`),
    flags: [
      '--sasl-enable',
      '--sasl-plugin-enable',
      '--sasl-plugin-mechanism=OAUTHBEARER',
      '--sasl-plugin-command=/opt/kafka-proxy/bin/oidc-provider',
      '--sasl-plugin-param=--credentials-file=/settings/client.json',
      '--sasl-plugin-param=--credentials-watch=false',
      // Tokens are secrets: the plug-in writes none at this level.
      '--sasl-plugin-log-level=info',
    ],
    before: `until wget -q -O /dev/null http://127.0.0.1:${tokenPort}/ready; do sleep 1; done`,
    // The plug-in and the proxy speak over a socket in this folder.
    volumes: [
      { name: 'settings', configMap: { name: 'kafka-proxy' } },
      { name: 'tmp', emptyDir: { medium: 'Memory', sizeLimit: '16Mi' } },
    ],
    mounts: [
      { name: 'settings', mountPath: '/settings', readOnly: true },
      { name: 'tmp', mountPath: '/tmp' },
    ],
    beside: [
      {
        name: 'token',
        image: pulled(config, images.node),
        command: ['node', '/settings/kafka-token.mjs'],
        // The others (AZURE_…) come with the workload identity.
        env: [
          { name: 'SCOPE', value: scope },
          { name: 'PORT', value: String(tokenPort) },
        ],
        volumeMounts: [{ name: 'settings', mountPath: '/settings', readOnly: true }],
        resources: requests(10, 128),
        securityContext: confined,
      },
    ],
    files: {
      'client.json': JSON.stringify(client),
      'kafka-token.mjs': readFileSync(join(projectRoot(), 'constructs/in-cluster/kafka-token.mjs'), 'utf8'),
    },
  };
};
