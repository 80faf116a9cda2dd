import { platformCharts } from '../../config/releases/platform-charts';
import type { WorkbenchConfig } from '../../config/schema/workbench';
import { pulled } from './images';
import type { Values } from './release-spec';

type Pull = (image: string) => string;

/** The proxies that Envoy Gateway starts; its own default of 1.5.0. */
export const envoyProxy = 'docker.io/envoyproxy/envoy:distroless-v1.35.0';
/** Reads logs of nodes and takes traces in, with the receivers and exporters of many makers (its chart names none). */
export const collectorImage = 'docker.io/otel/opentelemetry-collector-contrib';
/** Waits for objects; the default of the chart that carries ours. */
export const kubectl = 'registry.k8s.io/kubectl:v1.33.4';
/** Charts that take one registry for all their images: those have the path at the mirror that they have at their makers. */
const registry = (_: Pull, mirror: string) => ({ global: { imageRegistry: mirror } });
const repository = (name: string) => ({ image: { repository: name } });

/** Image settings of each chart of the platform, as the chart wants them (read from the charts of these versions). */
const settings: Readonly<Record<string, (pull: Pull, mirror: string) => Values>> = {
  'cert-manager': (pull) => {
    const part = (name: string) => repository(pull(`quay.io/jetstack/cert-manager-${name}`));
    const parts = ['webhook', 'cainjector', 'acmesolver', 'startupapicheck'];
    return { ...part('controller'), ...Object.fromEntries(parts.map((name) => [name, part(name)])) };
  },
  'gateway-helm': (pull) => ({
    global: {
      images: {
        envoyGateway: { image: pull(`docker.io/envoyproxy/gateway:${platformCharts.gateway.version}`) },
        ratelimit: { image: pull('docker.io/envoyproxy/ratelimit:3e085e5b') },
      },
    },
  }),
  vault: (pull) => ({ server: repository(pull('hashicorp/vault')) }),
  'vault-config-operator': (pull) => repository(pull('quay.io/redhat-cop/vault-config-operator')),
  // Its images are named by registry, repository and the version of the chart.
  'strimzi-kafka-operator': (_, mirror) => {
    const [host = mirror, ...path] = mirror.split('/');
    return { defaultImageRegistry: host, defaultImageRepository: [...path, 'strimzi'].join('/') };
  },
  'pxc-operator': (pull) => ({ operatorImageRepository: pull('percona/percona-xtradb-cluster-operator') }),
  'psmdb-operator': (pull) => repository(pull('percona/percona-server-mongodb-operator')),
  'kube-prometheus-stack': registry,
  loki: registry,
  tempo: registry,
  'opentelemetry-collector': (pull) => repository(pull(collectorImage)),
  // Its tests are Jobs that nobody here runs, but a list of images would name theirs.
  'opentelemetry-operator': (pull) => ({
    manager: repository(pull('ghcr.io/open-telemetry/opentelemetry-operator/opentelemetry-operator')),
    testFramework: repository(pull('busybox')),
  }),
  'external-dns': (pull) => repository(pull('registry.k8s.io/external-dns/external-dns')),
  'cluster-autoscaler': (pull) => repository(pull('registry.k8s.io/autoscaling/cluster-autoscaler')),
  'aws-load-balancer-controller': (pull) => repository(pull('public.ecr.aws/eks/aws-load-balancer-controller')),
  'redis-operator': (pull) => ({ redisOperator: { imageName: pull('quay.io/opstree/redis-operator') } }),
};

/** What a chart of the platform is told so that its images come from `charts.images`; nothing where no mirror is named. */
export function platformImages(config: WorkbenchConfig, chart: string): Values {
  const mirror = config.charts.images;
  return mirror === undefined ? {} : (settings[chart]?.((image) => pulled(config, image), mirror) ?? {});
}

/** The proxy image where it comes from a mirror: Envoy Gateway takes it from an object of its own only. */
export const mirroredProxy = (config: WorkbenchConfig) => (config.charts.images === undefined ? undefined : pulled(config, envoyProxy));

/** Image of the Jobs that wait for what a release stands on, where it comes from a mirror. */
export const mirroredKubectl = (config: WorkbenchConfig) => (config.charts.images === undefined ? undefined : pulled(config, kubectl));
