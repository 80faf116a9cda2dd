import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { WorkbenchConfig } from '../../config/schema/workbench';
import { existingCluster } from '../../constructs/kubernetes/platform';
import { projectRoot } from '../../constructs/terraform/project-root';
import { deployerRules } from '../../constructs/vault/deployer-policy';
import { policyText } from '../../constructs/vault/policies';
import { vaultRelease } from '../../constructs/vault/server';
import { type Answer, client, must } from './client';
import type { Lab } from './lab';
import { freePorts } from './ports';

/** The Vault of an environment, run by hand: its own configuration, its own bootstrap script, real members on the loopback interface. */
export interface OwnVault {
  readonly addresses: readonly string[];
  readonly start: () => void;
  readonly kill: () => Promise<void>;
  readonly bootstrap: (step: 'init' | 'configure') => string;
  /** What the container between the two steps does: keeps the unseal key. */
  readonly keepKey: () => void;
  readonly rootToken: () => string;
  /** File with the unseal key that was kept. */
  readonly keyFile: string;
  /** What a client of the first member needs to know: its address, its authority and the program. */
  readonly client: NodeJS.ProcessEnv;
  /** Status of a look-up of a token by itself. */
  readonly whoIs: (token: string) => number;
  /** 200 leads, 429 stands by, 503 is sealed, 501 not initialised; 0 without an answer. */
  readonly health: (member: number) => Promise<Pick<Answer, 'status'>>;
}

interface Issued {
  readonly data: { readonly certificate: string; readonly private_key: string; readonly issuing_ca: string };
}

/** Server certificate for 127.0.0.1 from a PKI in the lab's Vault: what cert-manager does in a cluster. */
async function certificate({ vault: { vault } }: Lab): Promise<Issued['data']> {
  // A lab may have several.
  await must(vault, 'POST', '/v1/sys/mounts/lab-pki', { type: 'pki' }, [400]);
  await must(vault, 'POST', '/v1/lab-pki/root/generate/internal', { common_name: 'lab', ttl: '1h' });
  await must(vault, 'POST', '/v1/lab-pki/roles/server', { allow_any_name: true, allow_ip_sans: true, ttl: '20m', max_ttl: '20m' });
  return (await must<Issued>(vault, 'POST', '/v1/lab-pki/issue/server', { common_name: 'localhost', ip_sans: '127.0.0.1' })).data;
}

/** The HCL of the release with the places of this machine for those of a pod. */
function configuration(config: WorkbenchConfig, own: number, ports: readonly number[], clusterPort: number, folder: string): string {
  const { values } = vaultRelease(config, '0.30.1', existingCluster.vaultSeal(config));
  const { server } = values as unknown as { server: { ha: { raft: { config: string } } } };
  return `${server.ha.raft.config
    .replace('[::]:8200', `127.0.0.1:${ports[own]}`)
    .replace('[::]:8201', `127.0.0.1:${clusterPort}`)
    .replaceAll('/vault/userconfig/tls', join(folder, 'tls'))
    .replace('"/vault/data"', JSON.stringify(join(folder, `data-${own}`)))
    .replaceAll(/https:\/\/vault-(\d)\.vault-internal:8200/g, (_, member) => `https://127.0.0.1:${ports[Number(member)]}`)
    .replace('service_registration "kubernetes" {}', '')}\ndisable_mlock = true\n`;
}

/** Prepares the members of an environment's own Vault in a folder. The chart adds `disable_mlock` and the variables of each member, as is done here. */
export async function ownVault(lab: Lab, folder: string, config: WorkbenchConfig): Promise<OwnVault> {
  const ports = Object.values(await freePorts(['a', 'b', 'c']));
  const clusterPorts = Object.values(await freePorts(['d', 'e', 'f']));
  const addresses = ports.map((port) => `https://127.0.0.1:${port}`);
  const at = (name: string) => join(folder, name);
  for (const name of ['tls', 'bin', ...ports.map((_, own) => `data-${own}`)]) mkdirSync(at(name));
  const { certificate: own, private_key: key, issuing_ca: ca } = await certificate(lab);
  writeFileSync(at('tls/tls.crt'), `${own}\n`);
  writeFileSync(at('tls/tls.key'), `${key}\n`, { mode: 0o600 });
  writeFileSync(at('tls/ca.crt'), `${ca}\n`);
  writeFileSync(at('policy.hcl'), policyText(deployerRules(config)));
  ports.forEach((_, member) => {
    writeFileSync(at(`vault-${member}.hcl`), configuration(config, member, ports, clusterPorts[member] ?? 0, folder));
  });
  // In its pod Vault finds the cluster's CA in a file that Kubernetes puts there; here it is told, in the one call that needs it.
  const told = `case "$*" in "write auth/kubernetes/config "*) set -- "$@" disable_local_ca_jwt=true kubernetes_ca_cert=@${at('ca.pem')};; esac`;
  writeFileSync(at('bin/vault'), `#!/bin/sh\n${told}\nexec ${lab.programs.vault} "$@"\n`, { mode: 0o755 });
  writeFileSync(at('ca.pem'), readFileSync(join(lab.dir, 'certificates/apiserver.crt')));

  const base = { PATH: `${at('bin')}:${process.env.PATH}`, HOME: folder, VAULT_ADDR: addresses[0], VAULT_CACERT: at('tls/ca.crt') };
  const login = {
    ROLE: 'workbench-deployer',
    SERVICE_ACCOUNT: 'workbench-deployer',
    SYSTEM_NAMESPACE: 'workbench-system',
    AUDIENCE: 'vault',
  };
  const job = { MEMBERS: addresses.join(' '), WORK: folder, SEAL: 'shamir', NAMESPACE: 'vault', AUTH_PATH: 'kubernetes', PAUSE: '0.2' };
  const files = { KUBERNETES_HOST: lab.server, POLICY: at('policy.hcl'), KEY_FILE: at('key') };
  const running = new Set<ChildProcess>();
  return {
    addresses,
    keyFile: at('key'),
    client: base,
    start: () => {
      addresses.forEach((address, member) => {
        const of = {
          VAULT_RAFT_NODE_ID: `vault-${member}`,
          VAULT_API_ADDR: address,
          VAULT_CLUSTER_ADDR: `https://127.0.0.1:${clusterPorts[member]}`,
        };
        const file = at(`vault-${member}.hcl`);
        running.add(spawn(lab.programs.vault, ['server', `-config=${file}`], { stdio: 'ignore', env: { ...base, ...of } }));
      });
    },
    kill: async () => {
      for (const child of running) {
        const ended = new Promise((done) => child.once('exit', done));
        if (child.exitCode === null && child.signalCode === null && child.kill('SIGKILL')) await ended;
      }
      running.clear();
    },
    bootstrap: (step) =>
      execFileSync('sh', [join(projectRoot(), 'constructs/vault/bootstrap.sh'), step], {
        encoding: 'utf8',
        env: { ...base, ...login, ...job, ...files },
      }),
    keepKey: () => {
      const { stringData } = JSON.parse(readFileSync(at('keep/secret.json'), 'utf8')) as { stringData: { key: string } };
      writeFileSync(at('key'), stringData.key, { mode: 0o600 });
    },
    rootToken: () => (JSON.parse(readFileSync(at('init.json'), 'utf8')) as { root_token: string }).root_token,
    whoIs: (token) => {
      const { stderr } = spawnSync(lab.programs.vault, ['token', 'lookup'], { encoding: 'utf8', env: { ...base, VAULT_TOKEN: token } });
      return Number(/Code: (\d+)/.exec(stderr)?.[1] ?? 200);
    },
    health: (member) =>
      client(() => ({ address: addresses[member] ?? '', headers: {}, ca }))('GET', '/v1/sys/health').catch(() => ({ status: 0 })),
  };
}
