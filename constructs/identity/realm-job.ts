import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EnvironmentModel } from '../../config/environment';
import { keycloak, keycloakAddress } from '../../config/model/identity';
import { administratorSecret, clientSecretKey } from '../../config/model/identity-secrets';
import { images, pulled } from '../in-cluster/images';
import { confined } from '../in-cluster/kafka-proxy-login';
import type { KubernetesObject, WaitCondition } from '../in-cluster/objects';
import { requests } from '../in-cluster/store-objects';
import { projectRoot } from '../terraform/project-root';
import { podSecurity } from './keycloak';
import { realmDocuments, realmSecrets } from './realms';

const program = 'write-realms.mjs';

/**
 * A Job that writes the realms into Keycloak, and again whenever they change: its name carries a hash of them and of its program, since Kubernetes lets
 * no Job change. Secrets reach it as files of the Secrets that Vault fills, never in the ConfigMap beside.
 */
export function realmObjects(model: EnvironmentModel): { objects: KubernetesObject[]; waitFor: WaitCondition[] } {
  const { config } = model;
  const { namespace } = config.identity;
  const documents = realmDocuments(model);
  const files = Object.fromEntries(documents.map((document) => [`${document.realm.realm}.json`, JSON.stringify(document)]));
  const text = readFileSync(join(projectRoot(), 'constructs/identity', program), 'utf8');
  const digest = createHash('sha256')
    .update([text, ...Object.values(files)].join('\n'))
    .digest('hex')
    .slice(0, 8);
  const name = `keycloak-realms-${digest}`;
  const metadata = { name: 'keycloak-realms', namespace };
  const container = {
    name: 'realms',
    image: pulled(config, images.node),
    command: ['node', `/program/${program}`],
    env: [
      { name: 'KEYCLOAK', value: keycloakAddress(config) },
      { name: 'ADMINISTRATOR', value: keycloak.administrator },
      { name: 'LOGIN_FILE', value: `/administrator/${administratorSecret.key}` },
      { name: 'REALMS', value: '/realms' },
      { name: 'FILES', value: '/secrets' },
      { name: 'WAIT_SECONDS', value: String(config.operations.helmTimeoutSeconds) },
    ],
    volumeMounts: ['program', 'realms', 'administrator', 'secrets'].map((volume) => ({
      name: volume,
      mountPath: `/${volume}`,
      readOnly: true,
    })),
    resources: requests(20, 128),
    securityContext: confined,
  };
  const fromMap = (volume: string, keys: readonly string[]) => ({
    name: volume,
    configMap: { name: metadata.name, items: keys.map((key) => ({ key, path: key })) },
  });
  const job: KubernetesObject = {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name, namespace },
    spec: {
      backoffLimit: 10,
      template: {
        metadata: { labels: { 'app.kubernetes.io/name': metadata.name } },
        spec: {
          restartPolicy: 'OnFailure',
          automountServiceAccountToken: false,
          enableServiceLinks: false,
          securityContext: podSecurity,
          containers: [container],
          volumes: [
            fromMap('program', [program]),
            fromMap('realms', Object.keys(files)),
            { name: 'administrator', secret: { secretName: administratorSecret.name, defaultMode: 0o440 } },
            {
              name: 'secrets',
              projected: {
                defaultMode: 0o440,
                sources: realmSecrets(documents).map((id) => ({ secret: { name: id, items: [{ key: clientSecretKey, path: id }] } })),
              },
            },
          ],
        },
      },
    },
  };
  return {
    objects: [{ apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { [program]: text, ...files } }, job],
    waitFor: [{ namespace, group: 'batch', resource: 'jobs', names: [name], for: 'condition=complete' }],
  };
}
