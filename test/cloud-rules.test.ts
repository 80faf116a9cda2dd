import fc from 'fast-check';
import { checkConfig } from '../config/check';
import { addressDemand } from '../config/model/address-demand';
import {
  type AddressRange,
  addressesIn,
  addressRange,
  addressText,
  holds,
  isPrivate,
  overlaps,
  part,
  rangeText,
} from '../config/model/address-ranges';
import { awsRegions } from '../config/model/aws-regions';
import { azureRegions } from '../config/model/azure-regions';
import { eksVersions } from '../config/model/cloud-versions';
import { defaultKubernetes, kubernetesAsOf, kubernetesTable } from '../config/model/kubernetes-support';
import { machineType } from '../config/model/machine-types';
import { machinesBySize } from '../config/model/machines';
import type { NameRule } from '../config/model/name-rules';
import { type NameKind, nameOf, nameRules } from '../config/model/names';
import { networkPlan, zonesOf } from '../config/model/network-plan';
import { regionOf } from '../config/model/regions';
import { isTimeZone, wrongField } from '../config/model/schedule';
import { refusedInstance } from '../config/model/store-instances';
import { storeMachines } from '../config/model/store-machines';
import type { ManagedService } from '../config/model/store-services';
import { tagRules, tagsOf } from '../config/model/tags';
import { cloudRuleRows, onAws, onAzure } from './cloud-rule-rows';
import { configWith } from './workbench-fixtures';

type Json = { readonly [key: string]: unknown };

const findings = (code: string, settings: Json) =>
  checkConfig(configWith(settings))
    .filter((problem) => problem.code === code)
    .map(({ path, message, hint }) => `${path}: ${message}${hint ? ` (${hint})` : ''}`);

describe('a rule about clouds finds what clashes, and stays silent beside it', () => {
  test.each(cloudRuleRows.map((row) => [row.code, row] as const))('%s', (code, { settings, finds, silent }) => {
    expect(findings(code, settings)).toEqual(finds);
    expect(finds.length).toBeGreaterThan(0);
    if (silent) expect(findings(code, silent)).toEqual([]);
  });

  test('of which there are sixty at least', () => expect(cloudRuleRows.length).toBeGreaterThanOrEqual(60));
});

const codes = (settings: Json) => checkConfig(configWith(settings)).map(({ code }) => code);
const errors = (settings: Json) =>
  checkConfig(configWith(settings))
    .filter(({ severity }) => severity === 'error')
    .map(({ code }) => code);

describe('one mistake is told once', () => {
  test('a region that is misspelt is no region without certificates of RDS', () => {
    expect(errors(onAws({ platform: { region: 'eu-wset-1' }, stores: { mysql: { service: 'rds' } } }))).toEqual(['REG-UNKNOWN']);
  });

  test('RDS on a platform that has none has no price of its support', () => {
    expect(codes({ stores: { mysql: { service: 'rds' } } })).not.toContain('STO-RDS-EXTENDED');
    expect(errors({ stores: { mysql: { service: 'rds' } } })).toEqual(['STO-SERVICE']);
  });
});

describe('the smallest file on a cloud', () => {
  test.each(Object.keys(awsRegions))('has no error in the region %s of AWS', (region) => {
    expect(errors(onAws({ platform: { region } }))).toEqual([]);
  });

  const withoutAksSubnet = ['qatarcentral'];

  test.each(Object.keys(azureRegions).filter((region) => !withoutAksSubnet.includes(region)))(
    'has no error in the region %s of Azure',
    (region) => {
      expect(errors(onAzure({ platform: { region } }))).toEqual([]);
    },
  );

  test.each(withoutAksSubnet)('is refused in %s, where AKS cannot be made the way it is made here', (region) => {
    expect(errors(onAzure({ platform: { region } }))).toEqual(['REG-NO-AKS-SUBNET']);
  });

  test('in production is told what is missing, and of the state that a cluster cannot hold', () => {
    const missing = ['ACC-MISSING', 'ADM-MISSING', 'API-WAY-IN', 'PLT-STATE-CLUSTER', 'QUO-ADDRESSES', 'TAG-COST-CENTRE'];
    const found = codes(onAws({ profile: 'production' }));
    expect(missing.filter((code) => !found.includes(code))).toEqual([]);
    expect(errors(onAws({ profile: 'production' }))).toEqual(['PLT-STATE-CLUSTER']);
  });

  test('in production is warned of nothing once everything is said', () => {
    const said = onAws({
      profile: 'production',
      costCentre: 'switch-1',
      platform: { account: '123456789012' },
      cluster: {
        administrators: ['arn:aws:iam::123456789012:role/admins'],
        api: { public: true, allowedAddresses: ['203.0.113.0/24'] },
      },
      state: { backend: 's3', bucket: 'states-of-labs', region: 'eu-west-1' },
      stores: { mysql: { instance: 'db.r7g.large' } },
      gateway: { operatorAddresses: ['203.0.113.0/28'] },
      operations: {
        backups: {
          recipients: [
            'age1d3yt3hxle4gg2gr2kmua8yn7l7y4yendak78vru32daxn8ukvdnqmpy2ec',
            'age1ysvfrkvhnf5pvj0pdj23gedyqtatw62xagnhjrpg5mxfkpcmqulsh4skka',
          ],
          store: { kind: 's3', bucket: 'switch-1-backups', region: 'eu-west-1' },
        },
      },
      alerts: {
        routes: [{ name: 'on-call', to: 'pagerduty', severities: ['critical'], secret: 'alerts/on-call' }],
        cloudRecipients: ['operations@example.org'],
      },
    });
    // What no setting mends: an account has to be asked for more addresses, no release was tried by its makers on a Kubernetes that clouds still make,
    // and RDS has the MySQL that every release was tried on in paid support only.
    expect(codes(said).toSorted()).toEqual(['QUO-ADDRESSES', 'REL-KUBERNETES-NEW', 'STO-RDS-EXTENDED']);
  });
});

describe('names', () => {
  const kinds = Object.keys(nameRules) as NameKind[];
  const label = (max: number) =>
    fc.stringMatching(new RegExp(`^[a-z0-9]([-a-z0-9]{0,${max - 2}}[a-z0-9])?$`)).filter((text) => text.length <= max);
  const owner = fc.record({ tenant: label(20), environment: label(20), domain: fc.constantFrom('a.example.org', 'labs.example.org') });
  const part = fc.option(label(14), { nil: undefined });
  const charsets = { label: /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/, letters: /^[a-z0-9]+$/ } as const;

  test.each(kinds)('of a %s are always ones that every cloud accepts', (kind) => {
    const { min, max, charset, letterFirst, singleDashes, not }: NameRule = nameRules[kind];
    fc.assert(
      fc.property(owner, part, (config, named) => {
        const name = nameOf(config, kind, named);
        expect(name.length).toBeGreaterThanOrEqual(min);
        expect(name.length).toBeLessThanOrEqual(max);
        expect(name).toMatch(charsets[charset]);
        if (letterFirst) expect(name).toMatch(/^[a-z]/);
        if (singleDashes) expect(name).not.toContain('--');
        if (not) expect(name).not.toMatch(not);
        expect(nameOf({ ...config }, kind, named)).toBe(name);
      }),
    );
  });

  test.each(kinds.filter((kind) => nameRules[kind].unique !== 'environment'))('of a %s are never those of another environment', (kind) => {
    fc.assert(
      fc.property(owner, owner, part, (one, other, named) => {
        fc.pre(one.tenant !== other.tenant || one.environment !== other.environment);
        expect(nameOf(one, kind, named)).not.toBe(nameOf(other, kind, named));
      }),
    );
    // The dash between tenant and environment may stand in either of them.
    const names = (tenants: readonly (readonly [string, string])[]) =>
      tenants.map(([tenant, environment]) => nameOf({ tenant, environment, domain: 'd.org' }, kind, 'x'));
    expect(
      new Set(
        names([
          ['a-b', 'c'],
          ['a', 'b-c'],
          ['a--b', 'c'],
          ['a', '-b-c'],
          ['ab', 'c'],
          ['a', 'bc'],
        ]),
      ).size,
    ).toBe(6);
  });

  const labs = { tenant: 'labs', environment: 'dev', domain: 'labs.example.org' };
  test.each([
    ['what is short enough stays as it is', labs, 'network', 'public-1', 'labs-dev-public-1'],
    ['a digest says whose it is where the whole world shares names', labs, 'bucket', 'backups', 'labs-dev-backups-a5f339'],
    ['a name that is too long is cut, with a digest of the whole', labs, 'keyVault', 'a-very-long-purpose', ''],
    ['a digit is put behind a letter', { ...labs, tenant: '1bank' }, 'database', undefined, 'hub-1bank-dev-'],
    ['what S3 keeps for itself is put behind a word of ours', { ...labs, tenant: 'xn--bank' }, 'bucket', undefined, 'hub-xn--bank-dev-'],
    ['two dashes become one where a cloud refuses them', { ...labs, tenant: 'a--b' }, 'keyVault', undefined, 'a-b-dev-'],
  ] as const)('%s', (_, config, kind, named, begins) => {
    const name = nameOf(config, kind, named);
    expect(name.startsWith(begins) || begins === '').toBe(true);
    if (begins === '') expect(name).toMatch(/^labs-dev-a-very-l-[0-9a-f]{6}$/);
  });
});

describe('ranges and the network plan', () => {
  const ranges = (config: ReturnType<typeof configWith>) => {
    const { cluster, public: open, data, endpoints, apiServer, gateway } = networkPlan(config);
    return [...cluster, ...open, ...data, ...endpoints, apiServer, gateway].map((text) => addressRange(text) as AddressRange);
  };

  test('subnets never meet and lie inside the network, wherever it is, whatever its size and zones', () => {
    fc.assert(
      fc.property(
        fc.nat(2 ** 24 - 1),
        fc.integer({ min: 9, max: 22 }),
        fc.integer({ min: 1, max: 3 }),
        fc.boolean(),
        (at, prefix, zones, aws) => {
          const space = addressRange(`${addressText(10 * 2 ** 24 + at)}/${prefix}`) as AddressRange;
          const settings = { network: { addressSpace: rangeText(space) }, cluster: { zones } };
          const all = ranges(configWith(aws ? onAws(settings) : onAzure(settings)));
          expect(all).toHaveLength(4 * zones + 2);
          all.forEach((one, index) => {
            expect(holds(space, one)).toBe(true);
            expect(one.prefix).toBeLessThanOrEqual(28);
            for (const other of all.slice(index + 1)) expect(overlaps(one, other)).toBe(false);
          });
        },
      ),
      { numRuns: 60 },
    );
  });

  test('another zone moves no subnet', () => {
    const [one, three] = [1, 3].map((zones) => networkPlan(configWith(onAws({ cluster: { zones } }))));
    for (const key of ['cluster', 'public', 'data', 'endpoints'] as const) expect(three?.[key][0]).toBe(one?.[key][0]);
    expect(three?.gateway).toBe(one?.gateway);
  });

  test('zones are those that a region has', () => {
    expect(zonesOf(configWith(onAws({ platform: { region: 'ap-northeast-1' }, cluster: { zones: 3 } })))).toEqual([
      'ap-northeast-1a',
      'ap-northeast-1c',
      'ap-northeast-1d',
    ]);
    expect(zonesOf(configWith(onAzure({ cluster: { zones: 3 } })))).toEqual(['1', '2', '3']);
  });

  test('a range is read as it is written, and nothing else is one', () => {
    fc.assert(
      fc.property(fc.nat(2 ** 32 - 1), fc.integer({ min: 0, max: 32 }), (number, prefix) => {
        const range = addressRange(`${addressText(number)}/${prefix}`) as AddressRange;
        expect(addressRange(rangeText(range))).toEqual(range);
        expect(range.first <= number && number <= range.last).toBe(true);
        expect(addressesIn(range)).toBe(2 ** (32 - prefix));
      }),
    );
    for (const text of ['::/0', '10.0.0.0', '10.0.0.0/33', '10.0.0/8', '10.0.0.256/32', '']) expect(addressRange(text)).toBeUndefined();
  });

  test('parts of a range follow each other without a gap', () => {
    const parts = Array.from({ length: 16 }, (_, at) => addressRange(part('10.0.0.0/16', 4, at)) as AddressRange);
    for (const [at, { first }] of parts.slice(1).entries()) expect(first).toBe((parts[at]?.last ?? 0) + 1);
    for (const wrong of [() => part('10.0.0.0/30', 3, 0), () => part('10.0.0.0/16', 2, 4), () => part('10.0.0.0/16', 2, -1)])
      expect(wrong).toThrow();
  });

  test('the public addresses of the internet are not private', () => {
    const privateOnes = ['10.0.0.0/8', '172.31.255.0/24', '192.168.1.0/24', '100.127.0.0/16'];
    const others = ['9.0.0.0/8', '172.32.0.0/16', '172.0.0.0/8', '192.169.0.0/16', '100.128.0.0/16', '0.0.0.0/0'];
    const judge = (text: string) => isPrivate(addressRange(text) as AddressRange);
    expect(privateOnes.map(judge)).toEqual(privateOnes.map(() => true));
    expect(others.map(judge)).toEqual(others.map(() => false));
  });

  test('every size of a hub fits into the network it gets by default', () => {
    for (const size of ['lab', 'small', 'medium', 'large'])
      for (const on of [onAws, onAzure])
        expect(errors(on({ hub: { size }, cluster: { zones: 3 } })).filter((code) => code.startsWith('NET-'))).toEqual([]);
    const { nodes, perNode } = addressDemand(configWith(onAws({ cluster: { pools: { hub: { max: 40 } } } })));
    expect(nodes).toBeGreaterThan(40);
    expect(perNode).toBe(129);
  });
});

describe('tables of clouds', () => {
  test('regions have zones by letter and pairs that exist', () => {
    for (const { zones, country } of Object.values(awsRegions)) {
      expect(zones).toMatch(/^[a-f]{2,6}$/);
      expect(country).toMatch(/^[A-Z]{2}$/);
    }
    const pairs = Object.values(azureRegions).flatMap(({ pair }) => pair ?? []);
    expect(pairs.filter((pair) => !Object.hasOwn(azureRegions, pair))).toEqual([]);
    expect(regionOf('azure', 'constructor')).toBeUndefined();
    expect(regionOf('aws', 'toString')).toBeUndefined();
  });

  test('every machine that a size takes is one of the tables', () => {
    for (const [platform, sizes] of Object.entries(machinesBySize))
      for (const machine of Object.values(sizes).flatMap((roles) => Object.values(roles)))
        expect(machineType(platform as 'aws', machine)).toMatchObject({ architecture: 'amd64', burstable: false });
  });

  test.each([
    ['aws', 'm6i.xlarge', { cpu: 4, memoryGib: 16, architecture: 'amd64', burstable: false }],
    ['aws', 'r7g.16xlarge', { cpu: 64, memoryGib: 512, architecture: 'arm64', burstable: false }],
    ['aws', 'm7g.medium', { cpu: 1, memoryGib: 4, architecture: 'arm64', burstable: false }],
    ['aws', 't3.medium', { cpu: 2, memoryGib: 4, architecture: 'amd64', burstable: true }],
    ['aws', 't4g.2xlarge', { cpu: 8, memoryGib: 32, architecture: 'arm64', burstable: true }],
    ['azure', 'Standard_E20ds_v5', { cpu: 20, memoryGib: 160, architecture: 'amd64', burstable: false }],
    ['azure', 'Standard_D4pls_v5', { cpu: 4, memoryGib: 8, architecture: 'arm64', burstable: false }],
    ['azure', 'Standard_B2s', { cpu: 2, memoryGib: 4, architecture: 'amd64', burstable: true }],
    ['azure', 'Standard_B4s_v2', { cpu: 4, memoryGib: 16, architecture: 'amd64', burstable: true }],
    ['azure', 'Standard_NC24s_v3', 'unknown'],
    ['aws', 'p5.48xlarge', 'unknown'],
    ['kubernetes', 'm6i.xlarge', undefined],
  ] as const)('%s %s', (platform, name, expected) => expect(machineType(platform, name)).toEqual(expected));

  test('every machine of a managed store that the sizes know is accepted', () => {
    for (const [service, machines] of Object.entries(storeMachines))
      for (const { name } of machines) expect(refusedInstance(service as ManagedService, name)).toBeUndefined();
  });

  test('the Kubernetes a cloud gets by default is in support, and its add-ons are pinned', () => {
    for (const platform of ['aws', 'azure'] as const) {
      const support = kubernetesTable(platform)?.[defaultKubernetes[platform]];
      expect(support && support.until > kubernetesAsOf).toBe(true);
    }
    expect(Object.keys(eksVersions)).toContain(defaultKubernetes.aws);
  });

  test('tags of the workbench are accepted by every cloud, and win over those of the file', () => {
    const tags = tagsOf(configWith({ costCentre: 'Payments: 7/b @home', tags: { tenant: 'other', owner: 'x' } }));
    expect(tags).toEqual({
      owner: 'x',
      'cost-centre': 'Payments: 7/b @home',
      environment: 'dev',
      tenant: 'labs',
      'managed-by': 'mojaloop-workbench',
    });
    for (const { badInKey, badInValue, kept } of Object.values(tagRules))
      for (const [key, value] of Object.entries(tags)) {
        expect(badInKey.test(key) || badInValue.test(value)).toBe(false);
        expect(kept.some((begin) => key.startsWith(begin))).toBe(false);
      }
  });

  test('schedules and time zones', () => {
    for (const good of ['0 2 * * *', '*/15 0-6,20 1,15 JAN-MAR mon', '@daily', '0 0 * * 7']) expect(wrongField(good)).toBeUndefined();
    const bad = {
      '60 2 * * *': 'minute 60',
      '0 2 0 * *': 'day of the month 0',
      '0 2 * 13 *': 'month 13',
      '0 5-2 * * *': 'hour 5-2',
      '0 */0 * * *': 'hour */0',
    };
    for (const [schedule, field] of Object.entries(bad)) expect(wrongField(schedule)).toBe(field);
    expect(['UTC', 'Africa/Kigali', '+02:00', 'Mars/Phobos'].map(isTimeZone)).toEqual([true, true, false, false]);
  });
});
