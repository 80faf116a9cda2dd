import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EnvironmentModel, resolveEnvironment } from '../../config/environment';
import { connectionManager } from '../../config/model/connection-manager';
import { managerCertificates } from '../../config/model/gateway-certificates';
import { issuerOf } from '../../config/model/identity';
import { participantClusters } from '../../config/model/participant-clusters';
import { clusterCertificates } from '../../constructs/in-cluster/cluster-gateway';
import type { KubernetesObject } from '../../constructs/in-cluster/objects';
import { buildApp } from '../../stacks/app';
import { freePorts } from '../lab/ports';
import { configWith } from '../workbench-fixtures';
import { domainsOf, envoyConfig, type Place, refusedPolicies, translate } from './envoy-config';
import { loginFilters, loginSecret, withoutLogins } from './login-filter';
import { LoginIssuer } from './login-issuer';
import { authority, tokenIssuer } from './people';
import { type Answers, echoServer, issuerServer, startEnvoy } from './site';

type Settings = { readonly [key: string]: unknown };

/** Every object of custom kinds that the stacks of an environment bring, or some of them, as they would be installed. */
export function everyObject(model: EnvironmentModel, ofStack: (id: string) => boolean = () => true): KubernetesObject[] {
  const outdir = mkdtempSync(join(tmpdir(), 'edge-objects-'));
  try {
    const { stacks } = buildApp(model, { outdir, stateDir: outdir, charts: (chart) => ({ chart }) });
    const releases = stacks
      .filter(({ stackId }) => ofStack(stackId))
      .flatMap((stack) => stack.releases)
      .filter(({ chart }) => chart === 'workbench-objects');
    return releases.flatMap(({ values }) => values.objects as unknown as KubernetesObject[]);
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

export interface Programs {
  readonly envoy: string;
  readonly egctl: string;
}

/** Puts other objects in place of some; `front` is the authority (PEM) of what a cloud would put before the gateway. */
export type Change = (
  objects: KubernetesObject[],
  place: { readonly model: EnvironmentModel; readonly front: string },
) => KubernetesObject[];

/** Port and certificate of Vault, as the gateway is told to expect them: by an authority of its own. */
function vaultPlace(folder: string, port: number) {
  const own = authority(folder, 'vault');
  const name = 'vault-active.vault.svc';
  const { cert, key } = own.sign(name, { extensions: `subjectAltName=DNS:${name}` });
  return { port, authority: own.certificate, cert, key };
}

/**
 * A real Envoy on loopback with the configuration that Envoy Gateway's translator makes of the objects of an environment, real certificates, an issuer of
 * tokens, and somebody who answers for the services of the hub.
 */
export async function startEdge(
  programs: Programs,
  settings: Settings,
  change: Change = (all) => all,
  hubAnswers: Answers = 200,
  gateway?: string,
) {
  const folder = mkdtempSync(join(tmpdir(), 'edge-'));
  const model = resolveEnvironment(configWith(settings));
  const [own, others, front] = [authority(folder, 'own'), authority(folder, 'others'), authority(folder, 'front')];
  const server = own.sign(`*.${model.hosts.base}`, { extensions: `subjectAltName=DNS:*.${model.hosts.base}` });
  const managers = Object.fromEntries(
    // Certificates of a further cluster have the same names there.
    [...managerCertificates(model.config), ...participantClusters(model.config).flatMap((one) => clusterCertificates(model, one))].map(
      ({ name, dnsNames: [first, ...others] }) => [
        name,
        own.sign(first, { extensions: `subjectAltName=${[first, ...others].map((host) => `DNS:${host}`).join(',')}` }),
      ],
    ),
  );
  const ports = await freePorts(['https', 'http', 'admin', 'echo', 'jwks', 'vault']);
  const vault = vaultPlace(folder, ports.vault);
  const place: Place = {
    folder,
    ports,
    server,
    managers,
    authorities: { 'participants-ca': own.certificate },
    front: front.certificate,
    vaultAuthority: vault.authority,
  };
  const issuer = tokenIssuer(issuerOf(model.config, 'participants').issuer);
  const objects = change(everyObject(model), { model, front: front.certificate });
  const logins = new LoginIssuer(connectionManager.client, loginSecret);
  const result = translate(programs.egctl, withoutLogins(objects), place);
  const servers = [await echoServer(ports.echo, hubAnswers), await issuerServer(ports.jwks, issuer.keys, logins)];
  const stop = async () => {
    for (const one of servers) {
      one.closeAllConnections();
      one.close();
    }
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const envoy = await startEnvoy(
      programs.envoy,
      envoyConfig(result, place, JSON.stringify(objects).includes('"front-ca"'), loginFilters(objects, ports.jwks), gateway),
      folder,
      ports.admin,
    );
    const ended = new Promise((resolve) => envoy.once('exit', resolve));
    return {
      model,
      objects,
      issuer,
      /** Who logs operators in. */
      logins,
      own,
      others,
      front,
      folder,
      port: ports.https,
      plainPort: ports.http,
      /** Where this Envoy looks for Vault: a test may start one there. */
      vault,
      /** What Envoy shows of itself, as Prometheus reads it. */
      metrics: async () => (await fetch(`http://127.0.0.1:${ports.admin}/stats/prometheus`)).text(),
      refusedPolicies: refusedPolicies(result),
      /** Names that the proxies of a gateway answer for. */
      domains: (name: string) => domainsOf(result, name),
      stop: async () => {
        envoy.kill('SIGTERM');
        const timer = setTimeout(() => envoy.kill('SIGKILL'), 5000);
        await ended;
        clearTimeout(timer);
        await stop();
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
export type Edge = Awaited<ReturnType<typeof startEdge>>;
