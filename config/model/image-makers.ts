import type { WorkbenchConfig } from '../schema/workbench';

/**
 * Whose images an environment runs, by registry and owner: found by rendering every chart of the catalogue with the values it gets, and what the operators
 * start beyond that (their own release notes). An owner that is missing here is refused where `charts.admission.action` is `deny`.
 */
export const imageMakers = [
  'docker.io/apache/',
  'docker.io/bitnamilegacy/',
  'docker.io/burningalchemist/',
  'docker.io/danielqsj/',
  'docker.io/envoyproxy/',
  'docker.io/grafana/',
  'docker.io/grepplabs/',
  'docker.io/hashicorp/',
  'docker.io/infitx/',
  'docker.io/library/',
  'docker.io/mojaloop/',
  'docker.io/oliver006/',
  'docker.io/oryd/',
  'docker.io/otel/',
  'docker.io/percona/',
  'docker.io/pm4ml/',
  'docker.io/rclone/',
  'docker.io/solsson/',
  'ghcr.io/open-telemetry/',
  'ghcr.io/pm4ml/',
  'public.ecr.aws/eks/',
  'quay.io/jetstack/',
  'quay.io/keycloak/',
  'quay.io/kiwigrid/',
  'quay.io/opstree/',
  'quay.io/prometheus-operator/',
  'quay.io/prometheus/',
  'quay.io/redhat-cop/',
  'quay.io/strimzi/',
  'registry.k8s.io/',
] as const;

/** What some charts have fixed and no mirror setting reaches: `busybox` and `mysql`, official images of Docker Hub. */
const fixedInCharts = 'docker.io/library/';

const ended = (place: string) => (place.endsWith('/') ? place : `${place}/`);

/** Beginnings of the names of images that may run: those of the mirror where there is one, else of their makers, and what the file adds. */
export function allowedImages({ charts }: Pick<WorkbenchConfig, 'charts'>): readonly string[] {
  const ours = charts.images === undefined ? imageMakers : [ended(charts.images), fixedInCharts];
  return [...new Set([...ours, ...charts.admission.registries.map(ended)])].sort();
}

/** The API server has had ValidatingAdmissionPolicy since then (kubernetes.io: stable in 1.30). */
export const admissionSince = '1.30';

/** Whether the API server of an environment can hold images against a list. */
export const knowsAdmission = ({ cluster }: Pick<WorkbenchConfig, 'cluster'>): boolean =>
  Number(cluster.kubernetesVersion.split('.')[1]) >= Number(admissionSince.split('.')[1]);
