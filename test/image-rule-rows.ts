import type { RuleRow } from './cloud-rule-rows';

type Json = { readonly [key: string]: unknown };
const admission = (more: Json, kubernetesVersion = '1.32') => ({ charts: { admission: more }, cluster: { kubernetesVersion } });
const pinned = { moja: { image: { tag: `1@sha256:${'a'.repeat(64)}` } } };

/** Rules of images. */
export const imageRuleRows: readonly RuleRow[] = [
  {
    code: 'IMG-OFF',
    settings: { profile: 'production', ...admission({ action: 'warn' }) },
    finds: [
      'charts.admission.action: whoever may make a pod can run any image beside the hub (write deny, and name your own registries in charts.admission.registries)',
    ],
    silent: { profile: 'production', ...admission({ registries: ['registry.example.org/team'] }) },
  },
  {
    code: 'IMG-KUBERNETES',
    settings: admission({ action: 'deny' }, '1.29'),
    finds: [
      'charts.admission: Kubernetes 1.29 has no ValidatingAdmissionPolicy: no image is refused (use Kubernetes 1.30 or newer, or write action: off and know that images go unchecked)',
    ],
    silent: admission({ action: 'deny' }, '1.30'),
  },
  {
    code: 'IMG-SIGNER',
    settings: {
      charts: {
        signatures: [
          { images: 'quay.io/jetstack/' },
          { images: 'quay.io/strimzi/', key: 'a.pub', identity: 'b', issuer: 'https://login.example.org' },
          { images: 'registry.k8s.io/kubectl', identity: 'b' },
        ],
      },
    },
    finds: [
      'charts.signatures.0: who signs quay.io/jetstack/ is not told in one way (write key, or identity and issuer)',
      'charts.signatures.1: who signs quay.io/strimzi/ is not told in one way (write key, or identity and issuer)',
      'charts.signatures.2: who signs registry.k8s.io/kubectl is not told in one way (write key, or identity and issuer)',
    ],
    silent: { charts: { signatures: [{ images: 'quay.io/jetstack/', key: 'a.pub' }] } },
  },
  {
    code: 'IMG-DIGESTS',
    settings: admission({ digests: 'deny' }),
    finds: [
      'charts.admission.digests: charts name their images by tags, and no override names a digest: no pod would start (write warn, see what is told, and name digests in overrides.values (workbench mirror lists them in images.txt))',
    ],
    silent: { ...admission({ digests: 'deny' }), overrides: { values: pinned } },
  },
];
