import type { Construct } from 'constructs';
import { ports } from '../config/model/endpoints';
import { systemNamespace } from '../config/model/namespaces';
import { catalogue } from '../config/releases/catalogue';
import { operatorFacts } from '../config/releases/platform-charts';
import { databaseBootstrap } from '../constructs/in-cluster/database-bootstrap';
import { kafkaObjects } from '../constructs/in-cluster/kafka';
import { LogicalServices } from '../constructs/in-cluster/logical-services';
import { mongodbObjects } from '../constructs/in-cluster/mongodb';
import { mysqlObjects } from '../constructs/in-cluster/mysql';
import { redisObjects } from '../constructs/in-cluster/redis';
import { secretObjects, secretsReady } from '../constructs/vault/secret-objects';
import { type StackContext, WorkbenchStack } from './workbench-stack';

/** Passwords of the stores, the stores themselves with databases, users, topics and backups, and their logical names. */
export class StoresStack extends WorkbenchStack {
  constructor(scope: Construct, id: string, context: StackContext) {
    super(scope, id, context);
    const { model } = context;
    const { config, databases, features } = model;
    this.useOwnCluster();
    const { namespace } = config.stores;
    const place = { config, namespace };

    const entries = model.secrets.filter((secret) => typeof secret.owner === 'string');
    const secrets = this.objects('hub-secrets', {
      namespace: systemNamespace,
      objects: secretObjects(config, entries),
      waitFor: secretsReady(entries),
    });

    const native = catalogue[config.hub.release].limits.mysqlNativePassword;
    const operators = operatorFacts;
    const parts = [
      mysqlObjects(place, databases, operators.mysql, native),
      mongodbObjects(place, databases, operators.mongodb),
      kafkaObjects(place, model.topics, operators.kafka),
      { objects: redisObjects(place, features, operators.redis), waitFor: [] },
      databaseBootstrap(place, 'mysql', databases, ports.mysql, native),
      databaseBootstrap(place, 'mongodb', databases, ports.mongodb, native),
    ];
    const objects = parts.flatMap((part) => part.objects);
    if (objects.length > 0)
      this.objects('stores', { namespace, objects, waitFor: parts.flatMap((part) => part.waitFor), dependsOn: [secrets.resource] });
    new LogicalServices(this, 'service', namespace, model.logicalServices);
    this.publish(Object.fromEntries(model.logicalServices.map((service) => [service.name, `${service.host}:${service.port}`])));
  }
}
