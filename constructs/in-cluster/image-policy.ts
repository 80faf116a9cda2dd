import { allowedImages, knowsAdmission } from '../../config/model/image-makers';
import type { WorkbenchConfig } from '../../config/schema/workbench';
import type { KubernetesObject } from './objects';
import type { Json } from './release-spec';

/** Common Expression Language, as the API server runs it. */
type Cel = string;

const text = (value: string): Cel => `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

/** Every image of a pod, or of the pods that an object makes; one that says none has the empty name. */
const imagesOf = (object: 'object' | 'oldObject'): Cel => {
  const spec = `(${object}.kind == 'Pod' ? ${object}.spec : ${object}.kind == 'CronJob' ? ${object}.spec.jobTemplate.spec.template.spec : ${object}.spec.template.spec)`;
  const named = (list: string) => `${spec}.?${list}.orValue([]).map(c, c.?image.orValue(''))`;
  return ['containers', 'initContainers', 'ephemeralContainers'].map(named).join(' + ');
};

/** The whole name, with its registry: container runtimes take `busybox:1` for `docker.io/library/busybox:1`. */
const whole = (list: Cel): Cel =>
  `(${list}).map(i, i.matches('^([^/]*[.:][^/]*|localhost)/') ? i : i.contains('/') ? 'docker.io/' + i : 'docker.io/library/' + i)`;

const kinds = [
  { apiGroups: [''], apiVersions: ['v1'], resources: ['pods', 'pods/ephemeralcontainers'] },
  { apiGroups: ['apps'], apiVersions: ['v1'], resources: ['deployments', 'statefulsets', 'daemonsets'] },
  { apiGroups: ['batch'], apiVersions: ['v1'], resources: ['jobs', 'cronjobs'] },
];

const actions = { warn: ['Warn', 'Audit'], deny: ['Deny'] } as const;

/** A policy with its binding to the namespaces of the environment. What an object had before it was changed is not refused: nothing that runs is stopped. */
function policy(config: WorkbenchConfig, name: string, action: keyof typeof actions, wrong: Cel, message: string): KubernetesObject[] {
  const variables = [
    { name: 'before', expression: `oldObject == null ? [] : ${whole(imagesOf('oldObject'))}` },
    { name: 'images', expression: whole(imagesOf('object')) },
    { name: 'wrong', expression: `variables.images.filter(i, !(i in variables.before) && ${wrong})` },
  ];
  return [
    {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingAdmissionPolicy',
      metadata: { name },
      spec: {
        failurePolicy: 'Fail',
        matchConstraints: { resourceRules: kinds.map((kind) => ({ ...kind, operations: ['CREATE', 'UPDATE'] })) as unknown as Json },
        variables: variables as unknown as Json,
        validations: [
          {
            expression: 'size(variables.wrong) == 0',
            messageExpression: `variables.wrong.join(', ') + ${text(message)}`,
            reason: 'Forbidden',
          },
        ],
      },
    },
    {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingAdmissionPolicyBinding',
      metadata: { name },
      spec: {
        policyName: name,
        validationActions: [...actions[action]],
        matchResources: { namespaceSelector: { matchLabels: { 'workbench.mojaloop.io/environment': config.environment } } },
      },
    },
  ];
}

/**
 * Lets the API server itself hold the images of an environment against its list: no webhook, no further component, nothing that can be down.
 * It judges names, not signatures. Empty where nothing is asked for, or the API server is too old for it.
 */
export function imagePolicies(config: WorkbenchConfig): KubernetesObject[] {
  if (!knowsAdmission(config)) return [];
  const { action, digests } = config.charts.admission;
  const allowed = `[${allowedImages(config).map(text).join(', ')}]`;
  const of = (name: string) => `${config.environment}-${name}.workbench.mojaloop.io`;
  return [
    ...(action === 'off'
      ? []
      : policy(
          config,
          of('image-places'),
          action,
          `!${allowed}.exists(place, i.startsWith(place))`,
          ': not from a place that images of this environment come from (charts.images, charts.admission.registries)',
        )),
    ...(digests === 'off'
      ? []
      : policy(
          config,
          of('image-digests'),
          digests,
          "!i.matches('@sha256:[0-9a-f]{64}$')",
          ': not named by a digest (charts.admission.digests)',
        )),
  ];
}
