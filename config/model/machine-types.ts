import type { Platform } from '../schema/platform';

/** A machine type of nodes, as far as its name tells. */
export interface MachineType {
  readonly cpu: number;
  readonly memoryGib: number;
  readonly architecture: 'amd64' | 'arm64';
  /** CPU by credits: it slows down under steady load. */
  readonly burstable: boolean;
}

/** When the families were read, and from where. */
export const machinesAsOf = '2026-11-27';
export const machinesSource = 'describe-instance-types of AWS as moto 5.2.5 carries it; learn.microsoft.com, sizes for virtual machines';

type Family = { readonly gib: number; readonly arm?: true; readonly sizes: string };

const upTo16 = 'large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge';
const upTo24 = `${upTo16} 24xlarge`;
const x86 = (gib: number, sizes: string): Family => ({ gib, sizes });
const arm = (gib: number, sizes: string): Family => ({ gib, sizes, arm: true });

/** Families of AWS that fit a cluster, with GiB a vCPU. Another family may be named; nothing is then known of it. */
const awsFamilies: Readonly<Record<string, Family>> = {
  m5: x86(4, upTo24),
  m5a: x86(4, upTo24),
  m5d: x86(4, upTo24),
  m6a: x86(4, `${upTo24} 32xlarge 48xlarge`),
  m6i: x86(4, `${upTo24} 32xlarge`),
  m6id: x86(4, `${upTo24} 32xlarge`),
  m6g: arm(4, `medium ${upTo16}`),
  m7a: x86(4, `medium ${upTo24} 32xlarge 48xlarge`),
  m7i: x86(4, `${upTo24} 48xlarge`),
  'm7i-flex': x86(4, upTo16),
  m7g: arm(4, `medium ${upTo16}`),
  m8a: x86(4, `medium ${upTo24} 48xlarge`),
  m8i: x86(4, `${upTo24} 32xlarge 48xlarge 96xlarge`),
  m8g: arm(4, `medium ${upTo24} 48xlarge`),
  c5: x86(2, 'large xlarge 2xlarge 4xlarge 9xlarge 12xlarge 18xlarge 24xlarge'),
  c6a: x86(2, `${upTo24} 32xlarge 48xlarge`),
  c6i: x86(2, `${upTo24} 32xlarge`),
  c6g: arm(2, `medium ${upTo16}`),
  c7a: x86(2, `medium ${upTo24} 32xlarge 48xlarge`),
  c7i: x86(2, `${upTo24} 48xlarge`),
  c7g: arm(2, `medium ${upTo16}`),
  c8g: arm(2, `medium ${upTo24} 48xlarge`),
  r5: x86(8, upTo24),
  r6a: x86(8, `${upTo24} 32xlarge 48xlarge`),
  r6i: x86(8, `${upTo24} 32xlarge`),
  r6g: arm(8, `medium ${upTo16}`),
  r7a: x86(8, `medium ${upTo24} 32xlarge 48xlarge`),
  r7i: x86(8, `${upTo24} 48xlarge`),
  r7g: arm(8, `medium ${upTo16}`),
  r8g: arm(8, `medium ${upTo24} 48xlarge`),
  r8i: x86(8, `${upTo24} 32xlarge 48xlarge 96xlarge`),
};

/** Burstable machines do not follow the ratio of their family. */
const burstable: Readonly<Record<string, number>> = { nano: 0.5, micro: 1, small: 2, medium: 4, large: 8, xlarge: 16, '2xlarge': 32 };
const burstableFamilies: Readonly<Record<string, MachineType['architecture']>> = { t3: 'amd64', t3a: 'amd64', t4g: 'arm64' };

const vcpus = (size: string) => ({ nano: 2, micro: 2, small: 2, medium: 1, large: 2 })[size] ?? 4 * Number(size.replace('xlarge', '') || 1);

export type Lookup = MachineType | 'unknown' | { readonly refused: string; readonly near: readonly string[] };

function awsMachine(name: string): Lookup {
  const [, family = '', size = ''] = /^([a-z0-9-]+)\.([a-z0-9-]+)$/.exec(name) ?? [];
  if (!family) return { refused: `${name} is no machine type of AWS`, near: ['m6i.xlarge'] };
  const architecture = burstableFamilies[family];
  if (architecture) {
    const memoryGib = burstable[size];
    const near = Object.keys(burstable).map((other) => `${family}.${other}`);
    return memoryGib === undefined
      ? { refused: `${family} has no size ${size}`, near }
      : { cpu: size === 'medium' ? 2 : vcpus(size), memoryGib, architecture, burstable: true };
  }
  const known = awsFamilies[family];
  if (!known) return 'unknown';
  const sizes = known.sizes.split(' ');
  if (!sizes.includes(size)) return { refused: `${family} has no size ${size}`, near: sizes.map((other) => `${family}.${other}`) };
  return { cpu: vcpus(size), memoryGib: vcpus(size) * known.gib, architecture: known.arm ? 'arm64' : 'amd64', burstable: false };
}

/** Sizes by vCPU of the D and E series; F and B have their own. */
const azureSizes: Readonly<Record<string, readonly number[]>> = {
  D: [2, 4, 8, 16, 32, 48, 64, 96],
  E: [2, 4, 8, 16, 20, 32, 48, 64, 96],
  F: [2, 4, 8, 16, 32, 48, 64, 72],
};
const azureGib: Readonly<Record<string, number>> = { D: 4, E: 8, F: 2 };

function azureMachine(name: string): Lookup {
  const [, burst, low, kind, v2] = /^Standard_B(\d+)(l?)(s|ms)(_v2)?$/.exec(name) ?? [];
  if (burst) {
    const gib = low || (kind === 's' && !v2) ? 2 : 4;
    return { cpu: Number(burst), memoryGib: Number(burst) * gib, architecture: 'amd64', burstable: true };
  }
  const [, series = '', count = '', letters = ''] = /^Standard_([A-Z]+)(\d+)([a-z]*)(?:_v\d)?$/.exec(name) ?? [];
  if (!series) return { refused: `${name} is no machine type of Azure`, near: ['Standard_D4ds_v5'] };
  const sizes = azureSizes[series];
  const gib = azureGib[series];
  if (!sizes || gib === undefined || !/_v[3-7]$/.test(name)) return 'unknown';
  const cpu = Number(count);
  if (!sizes.includes(cpu))
    return { refused: `the series ${series} has no size of ${cpu} vCPU`, near: sizes.map((size) => name.replace(/\d+/, String(size))) };
  return {
    cpu,
    memoryGib: cpu * (letters.includes('l') ? 2 : gib),
    architecture: letters.includes('p') ? 'arm64' : 'amd64',
    burstable: false,
  };
}

const lookups: Partial<Record<Platform, (name: string) => Lookup>> = { aws: awsMachine, azure: azureMachine, 'azure-stack': azureMachine };

/** What a machine type gives, `unknown` for one of a family that the table does not have, or why there is none; undefined where nodes are not ours. */
export const machineType = (platform: Platform, name: string): Lookup | undefined => lookups[platform]?.(name);
