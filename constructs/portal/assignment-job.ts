import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EnvironmentModel } from '../../config/environment';
import { realms } from '../../config/model/edge';
import { keycloakAddress, runsKeycloak } from '../../config/model/identity';
import { clientSecretKey } from '../../config/model/identity-secrets';
import { portalLayout } from '../../config/model/portal/layouts';
import { exclusions, roleRights } from '../../config/model/portal/people';
import { directoryAccount, ory, portalReleases, portalSecrets } from '../../config/model/portal/portal';
import { images, pulled } from '../in-cluster/images';
import { confined } from '../in-cluster/kafka-proxy-login';
import type { KubernetesObject, WaitCondition } from '../in-cluster/objects';
import type { Json } from '../in-cluster/release-spec';
import { requests } from '../in-cluster/store-objects';
import { projectRoot } from '../terraform/project-root';
import { operatorService } from './keto-addresses';

const program = 'assign-roles.mjs';
const nobody = 65_534;

/**
 * A Job that gives people their roles and participants, and again whenever either changes: its name carries a hash of them, of the roles and of its
 * program, since Kubernetes lets no Job change. It takes away what the file does not name.
 */
export function assignmentObjects({ config }: EnvironmentModel): { objects: KubernetesObject[]; waitFor: WaitCondition[] } {
  const { namespace, users } = config.portal;
  const people = JSON.stringify(users.map(({ username, subject, roles, participants }) => ({ username, subject, roles, participants })));
  const text = readFileSync(join(projectRoot(), 'constructs/portal', program), 'utf8');
  const digest = createHash('sha256')
    .update(JSON.stringify([text, people, roleRights(config), exclusions(config)]))
    .digest('hex')
    .slice(0, 8);
  const metadata = { name: 'portal-people', namespace };
  const name = `portal-people-${digest}`;
  const { keto } = portalLayout(config);
  const directory = runsKeycloak(config);
  const mounted = ['program', ...(directory ? ['directory'] : [])];
  const env: Json[] = Object.entries({
    PEOPLE: '/program/people.json',
    OPERATOR: `http://${portalReleases.operator}-${operatorService}`,
    KETO_READ: `http://${ory.ketoRead.service}`,
    KETO_WRITE: `http://${ory.ketoWrite.service}`,
    KETO_WRITE_PATH: keto.write,
    KETO_SUBJECT: keto.subject,
    WAIT_SECONDS: String(config.operations.helmTimeoutSeconds),
    ...(directory
      ? {
          KEYCLOAK: keycloakAddress(config),
          REALM: realms.operators,
          ACCOUNT: directoryAccount,
          LOGIN_FILE: `/directory/${clientSecretKey}`,
        }
      : {}),
  }).map(([key, value]) => ({ name: key, value }));
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
          securityContext: {
            runAsNonRoot: true,
            runAsUser: nobody,
            runAsGroup: nobody,
            fsGroup: nobody,
            seccompProfile: { type: 'RuntimeDefault' },
          },
          containers: [
            {
              name: 'people',
              image: pulled(config, images.node),
              command: ['node', `/program/${program}`],
              env,
              volumeMounts: mounted.map((volume) => ({ name: volume, mountPath: `/${volume}`, readOnly: true })),
              resources: requests(20, 128),
              securityContext: confined,
            },
          ],
          volumes: [
            { name: 'program', configMap: { name: metadata.name } },
            ...(directory ? [{ name: 'directory', secret: { secretName: portalSecrets.directory, defaultMode: 0o440 } }] : []),
          ],
        },
      },
    },
  };
  return {
    objects: [{ apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { [program]: text, 'people.json': people } }, job],
    waitFor: [{ namespace, group: 'batch', resource: 'jobs', names: [name], for: 'condition=complete' }],
  };
}
