import { admissionSince, knowsAdmission } from '../model/image-makers';
import { always, inProduction, type Rule, when } from './rule';

/** Which images may run. */
export const imageRules: readonly Rule[] = [
  {
    code: 'IMG-OFF',
    severity: 'warning',
    title: 'In production the API server refuses images from elsewhere',
    appliesWhen: inProduction,
    check: ({ charts }) =>
      when(charts.admission.action !== 'deny', () => ({
        path: ['charts', 'admission', 'action'],
        message: 'whoever may make a pod can run any image beside the hub',
        hint: 'write deny, and name your own registries in charts.admission.registries',
      })),
  },
  {
    code: 'IMG-KUBERNETES',
    severity: 'warning',
    title: 'The API server can hold images against a list',
    appliesWhen: ({ charts }) => charts.admission.action === 'deny' || charts.admission.digests !== 'off',
    check: (config) =>
      when(!knowsAdmission(config), () => ({
        path: ['charts', 'admission'],
        message: `Kubernetes ${config.cluster.kubernetesVersion} has no ValidatingAdmissionPolicy: no image is refused`,
        hint: `use Kubernetes ${admissionSince} or newer, or write action: off and know that images go unchecked`,
      })),
  },
  {
    code: 'IMG-SIGNER',
    severity: 'error',
    title: 'Who signs images is told by a key, or by an identity and its issuer',
    appliesWhen: always,
    check: ({ charts }) =>
      charts.signatures.flatMap(({ images, key, identity, issuer }, at) =>
        when(
          (key !== undefined) === (identity !== undefined || issuer !== undefined) || (identity === undefined) !== (issuer === undefined),
          () => ({
            path: ['charts', 'signatures', at],
            message: `who signs ${images} is not told in one way`,
            hint: 'write key, or identity and issuer',
          }),
        ),
      ),
  },
  {
    code: 'IMG-DIGESTS',
    severity: 'warning',
    title: 'Images that must be named by digest are',
    appliesWhen: always,
    check: ({ charts, overrides }) =>
      when(charts.admission.digests === 'deny' && !JSON.stringify(overrides.values).includes('sha256:'), () => ({
        path: ['charts', 'admission', 'digests'],
        message: 'charts name their images by tags, and no override names a digest: no pod would start',
        hint: 'write warn, see what is told, and name digests in overrides.values (workbench mirror lists them in images.txt)',
      })),
  },
];
