import { type MachineType, machinesAsOf, machineType } from '../model/machine-types';
import { didYouMean } from '../problems';
import type { PoolRole } from '../schema/cluster';
import type { WorkbenchConfig } from '../schema/workbench';
import { both, cloudNames, ownCluster } from './clouds';
import { inProduction, type Rule, when } from './rule';

type Pool = NonNullable<WorkbenchConfig['cluster']['pools'][PoolRole]>;
const pools = ({ cluster }: WorkbenchConfig) => Object.entries(cluster.pools) as [PoolRole, Pool][];
export const poolPath = (role: string, key: string) => ['cluster', 'pools', role, key];

/** Pools with a machine that the file names, and what the tables say of it. */
const named = (config: WorkbenchConfig) =>
  pools(config).flatMap(([role, { machine }]) => {
    const found = machine === undefined ? undefined : machineType(config.platform.provider, machine);
    return machine === undefined || found === undefined ? [] : [{ role, machine, found }];
  });
const known = (config: WorkbenchConfig) =>
  named(config).flatMap(({ found, ...rest }) =>
    typeof found === 'string' || 'refused' in found ? [] : [{ ...rest, is: found as MachineType }],
  );

/** A node carries its system, the agents of the platform (network, storage, logs) and at least one pod of Mojaloop. AKS refuses smaller system pools. */
const least = { cpu: 2, memoryGib: 4 } as const;

/** Machine types of node pools. */
export const cloudMachineRules: readonly Rule[] = [
  {
    code: 'NOD-MACHINE',
    severity: 'error',
    title: 'Machine types are ones that the cloud has',
    appliesWhen: ownCluster,
    check: (config) =>
      named(config).flatMap(({ role, machine, found }) =>
        typeof found !== 'string' && 'refused' in found
          ? [
              {
                path: poolPath(role, 'machine'),
                message: found.refused,
                hint: didYouMean(machine, found.near) ?? `such as ${found.near.slice(0, 3).join(', ')}`,
              },
            ]
          : [],
      ),
  },
  {
    code: 'NOD-MACHINE-UNKNOWN',
    severity: 'warning',
    title: 'Machine types are of a family whose sizes are known',
    appliesWhen: ownCluster,
    check: (config) =>
      named(config).flatMap(({ role, machine, found }) =>
        when(found === 'unknown', () => ({
          path: poolPath(role, 'machine'),
          message: `the table of ${machinesAsOf} has no family of ${machine}: whether it exists and is large enough is not checked`,
          hint: 'give min and max beside it, since the number of nodes cannot be worked out',
        })),
      ),
  },
  {
    code: 'NOD-SMALL',
    severity: 'error',
    title: 'A node has room for more than its own system',
    appliesWhen: ownCluster,
    check: (config) =>
      known(config).flatMap(({ role, machine, is: { cpu, memoryGib } }) =>
        when(cpu < least.cpu || memoryGib < least.memoryGib, () => ({
          path: poolPath(role, 'machine'),
          message: `${machine} has ${cpu} vCPU and ${memoryGib} GiB: its system and the agents of ${cloudNames[config.platform.provider]} fill it`,
          hint: `at least ${least.cpu} vCPU and ${least.memoryGib} GiB; leave machine out to have it chosen`,
        })),
      ),
  },
  {
    code: 'NOD-ARCHITECTURE',
    severity: 'error',
    title: 'Machines have the architecture that every image is made for',
    appliesWhen: ownCluster,
    check: (config) =>
      known(config).flatMap(({ role, machine, is }) =>
        when(is.architecture === 'arm64' && role !== 'stores', () => ({
          path: poolPath(role, 'machine'),
          message: `${machine} is an Arm machine, and images of Mojaloop and of payment managers are made for amd64`,
          hint: 'choose a machine of Intel or AMD: m6i, m7i, m7a; Standard_D4ds_v5, Standard_D4ads_v5',
        })),
      ),
  },
  {
    code: 'NOD-BURSTABLE',
    severity: 'warning',
    title: 'In production nodes do not live on credits',
    appliesWhen: both(ownCluster, inProduction),
    check: (config) =>
      known(config).flatMap(({ role, machine, is }) =>
        when(is.burstable, () => ({
          path: poolPath(role, 'machine'),
          message: `${machine} is slowed down when its CPU credits are used up, which is when most is paid`,
          hint: 'choose a machine without credits, or leave machine out',
        })),
      ),
  },
];
