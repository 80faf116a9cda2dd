import type { Construct } from 'constructs';
import { backupAccount, storesOutside } from '../config/model/backup/outside';
import { ports } from '../config/model/endpoints';
import { managedTopics } from '../config/model/kafka-brokers';
import { kafkaProxy, proxyLogin, storeContracts } from '../config/model/managed-stores';
import { systemNamespace } from '../config/model/namespaces';
import { runsPortal } from '../config/model/portal/portal';
import { isManaged } from '../config/model/store-services';
import { catalogue } from '../config/releases/catalogue';
import { operatorFacts } from '../config/releases/platform-charts';
import type { KafkaCluster } from '../constructs/contracts';
import { backupPlace } from '../constructs/in-cluster/backup-place';
import { backupsOutside } from '../constructs/in-cluster/backups-outside';
import { databaseBootstrap } from '../constructs/in-cluster/database-bootstrap';
import { kafkaObjects } from '../constructs/in-cluster/kafka';
import { LogicalServices, type ManagedBehind } from '../constructs/in-cluster/logical-services';
import { managedKafkaChecks, managedKafkaObjects } from '../constructs/in-cluster/managed-kafka';
import { ManagedLogins } from '../constructs/in-cluster/managed-login';
import { mongodbObjects } from '../constructs/in-cluster/mongodb';
import { mysqlObjects } from '../constructs/in-cluster/mysql';
import { mysqlTrustObjects } from '../constructs/in-cluster/mysql-trust';
import { redisObjects } from '../constructs/in-cluster/redis';
import { useVault } from '../constructs/vault/access';
import { secretObjects, secretsReady } from '../constructs/vault/secret-objects';
import { type StackContext, WorkbenchStack } from './workbench-stack';

/** Passwords of the stores, the stores themselves with databases, users, topics and backups, what leads to those of a cloud, and their logical names. */
export class StoresStack extends WorkbenchStack {
  constructor(scope: Construct, id: string, context: StackContext) {
    super(scope, id, context);
    const { model } = context;
    const { config, databases, features } = model;
    this.useOwnCluster();
    const { namespace } = config.stores;
    const place = { config, namespace };
    const { stores: managed, kafka } = this.managedStores();

    const portalNamespace = runsPortal(config) ? config.portal.namespace : undefined;
    const copied = this.copyLogins(managed, kafka);
    // What goes to the portal is put together there: Ory takes addresses with passwords in them, beside secrets of its own.
    const entries = model.secrets
      .filter(({ owner }) => owner === 'stores' || owner === 'secrets')
      .map((entry) => ({ ...entry, deliveries: entry.deliveries.filter(({ namespace: to }) => to !== portalNamespace) }));
    const secrets = this.objects('hub-secrets', {
      namespace: systemNamespace,
      objects: secretObjects(config, entries),
      waitFor: secretsReady(entries),
      dependsOn: copied,
    });

    const native = catalogue[config.hub.release].limits.mysqlNativePassword;
    const operators = operatorFacts;
    const parts = [
      { objects: mysqlTrustObjects(config), waitFor: [] },
      mysqlObjects(place, databases, operators.mysql, native),
      mongodbObjects(place, databases, operators.mongodb),
      kafkaObjects(place, model.topics, operators.kafka),
      { objects: redisObjects(place, features, operators.redis), waitFor: [] },
      databaseBootstrap(place, 'mysql', databases, ports.mysql, native, managed.mysql),
      databaseBootstrap(place, 'mongodb', databases, ports.mongodb, native, managed.documentStore),
      ...(kafka ? [this.managedKafka(kafka)] : []),
    ];
    const objects = parts.flatMap((part) => part.objects);
    const backups = storesOutside(config).length > 0 ? this.backups(managed.mysql) : [];
    if (backups.length > 0) this.objects('backups', { namespace, objects: backups, dependsOn: [secrets.resource] });
    if (objects.length > 0)
      this.objects('stores', { namespace, objects, waitFor: parts.flatMap((part) => part.waitFor), dependsOn: [secrets.resource] });
    const checks: ManagedBehind['checks'] = kafka ? { 'mojaloop-kafka': managedKafkaChecks(config, kafka) } : {};
    new LogicalServices(this, 'service', namespace, model.logicalServices, { stores: managed, checks });
    this.publish(Object.fromEntries(model.logicalServices.map((service) => [service.name, `${service.host}:${service.port}`])));
  }

  /** What the stack `managed-stores` hands on. */
  private managedStores(): { readonly stores: ManagedBehind['stores']; readonly kafka?: KafkaCluster } {
    const { config } = this.context.model;
    const kinds = Object.keys(storeContracts) as (keyof typeof storeContracts)[];
    const stores = kinds
      .filter((kind) => isManaged(config, kind))
      .map((kind) => [storeContracts[kind], this.read('managed-stores', storeContracts[kind])]);
    return {
      stores: Object.fromEntries(stores),
      ...(isManaged(config, 'kafka') ? { kafka: this.read('managed-stores', 'kafka') } : {}),
    };
  }

  /** Copies the logins of managed stores from the cloud's secret store into Vault, whence they come as every other secret does. */
  private copyLogins({ mysql, documentStore }: ManagedBehind['stores'], kafka: KafkaCluster | undefined) {
    const { model, kit } = this.context;
    const { config } = model;
    const names = {
      ...(mysql ? { mysql: mysql.adminSecret } : {}),
      ...(documentStore ? { mongodb: documentStore.adminSecret } : {}),
      ...(kafka && proxyLogin(config) === 'password' ? { kafka: kafka.loginSecret } : {}),
    };
    const { readSecret } = kit;
    if (Object.keys(names).length === 0 || !readSecret) return undefined;
    kit.useCloud?.(this, config);
    useVault(this, config);
    const foundation = this.readFoundation();
    const read = (id: string, name: string) => readSecret(this, id, name, foundation);
    return new ManagedLogins(this, 'managed', config.secrets.kvMount, names, read).resources;
  }

  private backups(managedMysql: ManagedBehind['stores']['mysql']) {
    const { model } = this.context;
    const place = backupPlace(model.config, () => this.read('foundation', 'objectStore'));
    const additions = this.additions();
    const identity = (namespace: string) => additions.podIdentity(namespace, backupAccount);
    return backupsOutside({ model, place, identity, ...(managedMysql ? { managedMysql } : {}) });
  }

  private managedKafka(kafka: KafkaCluster) {
    const { config, topics } = this.context.model;
    const { namespace } = config.stores;
    const identity = this.additions().podIdentity(namespace, kafkaProxy.name);
    return managedKafkaObjects({ config, namespace }, kafka, managedTopics(config, topics), identity);
  }
}
