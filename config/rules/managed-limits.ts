import { mysqlVersions } from '../model/mysql-versions';
import { regionOf } from '../model/regions';
import { storeMachine } from '../model/store-machines';
import { isManaged, storeService } from '../model/store-services';
import { mysqlCertificates } from '../model/store-trust';
import type { StoreKind } from '../schema/stores';
import type { WorkbenchConfig } from '../schema/workbench';
import { both, on } from './clouds';
import { type Finding, inProduction, type Rule, when } from './rule';
import { externals } from './stores';

const uses =
  (kind: StoreKind, service: string) =>
  (config: WorkbenchConfig): boolean =>
    storeService(config, kind) === service;

/** What a managed store cannot do, does otherwise than the one in the cluster, or needs to know of the release. */
export const managedLimitRules: readonly Rule[] = [
  {
    code: 'STO-MYSQL-CLEAR',
    severity: 'warning',
    title: 'Connections to a managed MySQL are encrypted',
    appliesWhen: (config, { limits }) => isManaged(config, 'mysql') && !limits.mysqlTls,
    check: ({ hub: { release } }) => [
      {
        path: ['hub', 'release'],
        message: `services of Mojaloop ${release} speak no TLS to MySQL, so the server must let plaintext in: names and amounts travel readable inside the network, which only its subnets and security groups protect`,
        hint: 'use 17.1.0 or newer, or leave MySQL to the operator in the cluster',
      },
    ],
  },
  {
    code: 'STO-MYSQL-ROOTS',
    severity: 'error',
    title: 'The certificate of a managed MySQL can be verified',
    // A region that nobody knows has its own problem.
    appliesWhen: (config) => isManaged(config, 'mysql') && regionOf(config.platform.provider, config.platform.region) !== undefined,
    check: (config) =>
      when(mysqlCertificates(config) === undefined, () => ({
        path: ['platform', 'region'],
        message: `no root certificate of RDS in ${config.platform.region} is known here, so nobody could tell the server from an impostor`,
        hint: 'choose another region, or leave MySQL to the operator: stores.mysql.service: operator',
      })),
  },
  {
    code: 'STO-MYSQL-THIRD-PARTY',
    severity: 'warning',
    title: 'Every service of the hub speaks TLS to a managed MySQL',
    appliesWhen: (config, { limits }) => isManaged(config, 'mysql') && limits.mysqlTls && config.hub.thirdParty,
    check: ({ stores, hub }): Finding[] => {
      const inside = ['thirdparty-auth-db', 'consent-oracle-db'].filter((name) => stores.mysql.databases[name] === undefined);
      return when(inside.length > 0, () => ({
        path: ['hub', 'thirdParty'],
        message: `auth-svc and consent-oracle of third-party payments speak no TLS to MySQL in Mojaloop ${hub.release}: the server lets plaintext in, for their two users alone (those of the ledger must come by TLS)`,
        hint: `place ${inside.join(' and ')} elsewhere by stores.mysql.databases, or live with it: subnets and security groups keep others out`,
      }));
    },
  },
  {
    code: 'STO-RDS-EXTENDED',
    severity: 'warning',
    title: 'A managed MySQL is of a version whose support is part of its price',
    appliesWhen: both(on('aws'), uses('mysql', 'rds')),
    check: (config) => {
      const cores = storeMachine(config, 'mysql')?.vcpu;
      // docs.aws.amazon.com, RDS for MySQL release calendar; the price is that of us-east-1 in the first two years.
      return when(mysqlVersions.rds === '8.0', () => ({
        path: ['stores', 'mysql', 'service'],
        message: `RDS for MySQL 8.0 left its standard support on 2026-07-31: AWS adds about 0.10 USD a vCPU and hour${cores ? `, ${Math.round(cores * 73)} USD a month for ${cores} vCPU, twice that with a standby` : ''}`,
        hint: 'Aurora MySQL 3 is the same MySQL, in support until 2028: service: aurora',
      }));
    },
  },
  {
    code: 'STO-EXTERNAL-CLEAR',
    severity: 'warning',
    title: 'In production existing databases are reached by TLS where the release can',
    appliesWhen: (config, { limits }) => inProduction(config) && limits.mysqlTls && externals(config, 'mysql').length > 0,
    check: (config) =>
      externals(config, 'mysql').flatMap(({ path, external }) =>
        when(!external.tls, () => ({
          path: [...path, 'tls'],
          message: `MySQL at ${external.host} is reached without TLS: password, names and amounts travel readable`,
          hint: 'write tls: true',
        })),
      ),
  },
  {
    code: 'STO-DOCUMENTDB',
    severity: 'warning',
    title: 'DocumentDB is used knowing what it lacks',
    appliesWhen: uses('mongodb', 'documentdb'),
    check: () => [
      {
        path: ['stores', 'mongodb', 'service'],
        message:
          'DocumentDB is not MongoDB: it has no retryable writes and not every operator, and its TLS is off here because the charts speak none',
        hint: 'run the bulk and testing-toolkit collections against it before production, or leave MongoDB to the operator',
      },
    ],
  },
  {
    code: 'STO-CACHE-CLEAR',
    severity: 'warning',
    title: 'A managed Redis is used knowing that it is open inside the network',
    appliesWhen: uses('redis', 'elasticache'),
    check: () => [
      {
        path: ['stores', 'redis', 'service'],
        message: 'ElastiCache stands here without TLS and password, which the services do not speak: whoever reaches its subnet reads it',
        hint: 'leave Redis to the operator, whose Redis only the pods that use it can reach',
      },
    ],
  },
  {
    code: 'STO-CACHE-CLUSTER',
    severity: 'error',
    title: 'The inter-scheme proxy has a Redis that answers as a cluster',
    appliesWhen: (config) => isManaged(config, 'redis') && config.hub.interScheme,
    check: () => [
      {
        path: ['stores', 'redis', 'service'],
        message: 'the inter-scheme proxy speaks to a Redis cluster, and the managed one is a single group',
        hint: 'leave Redis to the operator in the cluster',
      },
    ],
  },
];
