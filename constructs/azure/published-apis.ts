import type { ApiManagement } from '@cdktf/provider-azurerm/lib/api-management';
import { ApiManagementApi } from '@cdktf/provider-azurerm/lib/api-management-api';
import { ApiManagementApiPolicy } from '@cdktf/provider-azurerm/lib/api-management-api-policy';
import { ApiManagementBackend } from '@cdktf/provider-azurerm/lib/api-management-backend';
import type { ApiManagementCertificateA } from '@cdktf/provider-azurerm/lib/api-management-certificate';
import { ApiManagementProduct } from '@cdktf/provider-azurerm/lib/api-management-product';
import { ApiManagementProductApi } from '@cdktf/provider-azurerm/lib/api-management-product-api';
import { ApiManagementSubscription } from '@cdktf/provider-azurerm/lib/api-management-subscription';
import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import type { EnvironmentModel } from '../../config/environment';
import { participantGates } from '../../config/model/edge';
import type { Route } from '../../config/model/routes';
import type { Place } from '../contracts';
import { apiPolicy } from './api-policies';

type Audience = Route['audience'];

/** One product an audience. What is internal goes by the gateway in the cluster alone: its product has no API, and says so. */
const products = {
  participant: {
    id: 'participants',
    name: 'Participants',
    description: 'Transfers, quotes, parties and what else FSPIOP has, for participants',
  },
  operator: { id: 'operators', name: 'Operators', description: 'Administration and settlement, for operators of the hub' },
  internal: { id: 'internal', name: 'Internal', description: 'Never published: nothing of it leaves the cluster' },
} as const satisfies Record<Audience, { readonly id: string; readonly name: string; readonly description: string }>;

/** Methods of FSPIOP and of administration; another is no operation, and refused. */
const methods = ['get', 'post', 'put', 'patch', 'delete'] as const;

/** The operations of an API: everything below its prefix. What is in a message is judged behind: signatures must reach the hub untouched. */
function operations(title: string): string {
  const path = (suffix: string) =>
    Object.fromEntries(
      methods.map((method) => [
        method,
        {
          operationId: `${method}-${suffix}`,
          summary: `${method.toUpperCase()} ${suffix}`,
          responses: { default: { description: 'as of FSPIOP' } },
        },
      ]),
    );
  return JSON.stringify({ openapi: '3.0.1', info: { title, version: '1.0' }, paths: { '/': path('collection'), '/*': path('item') } });
}

export interface Published {
  readonly service: ApiManagement;
  readonly place: Place;
  readonly routes: readonly Route[];
  readonly host: string;
  /** What the service shows at the gateway in the cluster. */
  readonly certificate: ApiManagementCertificateA;
  /** Policies need the fragments and named values that they name. */
  readonly policies: readonly ITerraformDependable[];
}

/**
 * The APIs of the public name, one a prefix, each with its policy and its way to the gateway in the cluster by mutual TLS; products by audience, and a
 * subscription a participant where the file wants it. What no API has is refused by the service.
 */
export function publishedApis(scope: Construct, { config }: EnvironmentModel, published: Published): void {
  const { service, place, routes, host, certificate, policies } = published;
  const at = { apiManagementName: service.name, resourceGroupName: place.group };
  const { subscriptions } = config.gateway.apiManagement;
  const made = Object.fromEntries(
    Object.entries(products).map(([audience, { id, name, description }]) => [
      audience,
      new ApiManagementProduct(scope, `product-${id}`, {
        ...at,
        productId: id,
        displayName: name,
        description,
        published: audience !== 'internal',
        subscriptionRequired: subscriptions && audience === 'participant',
        ...(subscriptions && audience === 'participant' ? { approvalRequired: true, subscriptionsLimit: 1 } : {}),
      }),
    ]),
  ) as unknown as Readonly<Record<Audience, ApiManagementProduct>>;

  for (const { audience, rules } of routes.filter((route) => route.host === host && route.audience !== 'internal')) {
    for (const { pathPrefix } of rules) {
      const path = pathPrefix.replace(/^\//, '');
      const name = path.replaceAll('/', '-');
      const backend = new ApiManagementBackend(scope, `backend-${name}`, {
        ...at,
        name,
        protocol: 'http',
        // In the network this name leads to the gateway in the cluster: see the zone of the front.
        url: `https://${host}${pathPrefix}`,
        credentials: { certificate: [certificate.thumbprint] },
        tls: { validateCertificateChain: true, validateCertificateName: true },
      });
      const api = new ApiManagementApi(scope, `api-${name}`, {
        ...at,
        name,
        displayName: name,
        revision: '1',
        path,
        protocols: ['https'],
        subscriptionRequired: subscriptions && audience === 'participant',
        import: { contentFormat: 'openapi+json', contentValue: operations(name) },
      });
      const policy = new ApiManagementApiPolicy(scope, `policy-${name}`, {
        ...at,
        apiName: api.name,
        xmlContent: apiPolicy(audience === 'participant' ? 'participants' : 'operators', name),
        dependsOn: [...policies, backend],
      });
      // In no product, and so for nobody to call, before it has its policy.
      new ApiManagementProductApi(scope, `offered-${name}`, {
        ...at,
        productId: made[audience].productId,
        apiName: api.name,
        dependsOn: [policy],
      });
    }
  }
  if (!subscriptions) return;
  for (const { id } of participantGates(config))
    new ApiManagementSubscription(scope, `subscription-${id}`, {
      ...at,
      subscriptionId: id,
      displayName: id,
      productId: made.participant.id,
      state: 'active',
      allowTracing: false,
    });
}
