/** A template of the Azure Resource Manager, as JSON: only what our templates use of it. */
export interface ArmParameter {
  readonly type: 'string' | 'array' | 'object' | 'bool';
  readonly defaultValue?: ArmValue;
  readonly allowedValues?: readonly string[];
  readonly metadata: { readonly description: string };
}

export type ArmValue = string | number | boolean | readonly ArmValue[] | { readonly [key: string]: ArmValue };

export interface ArmResource {
  readonly condition?: string;
  readonly type: string;
  readonly apiVersion: string;
  readonly name: string;
  readonly scope?: string;
  readonly location?: string;
  readonly subscriptionId?: string;
  readonly tags?: string;
  readonly sku?: { readonly [key: string]: ArmValue };
  readonly kind?: string;
  readonly identity?: { readonly [key: string]: ArmValue };
  readonly zones?: string;
  readonly dependsOn?: readonly string[];
  readonly properties?: { readonly [key: string]: unknown };
}

export interface ArmOutput {
  readonly type: 'string' | 'object';
  readonly value: string;
}

export interface ArmTemplate {
  readonly $schema: string;
  readonly contentVersion: string;
  readonly metadata?: { readonly [key: string]: string };
  readonly parameters: Readonly<Record<string, ArmParameter>>;
  readonly variables: Readonly<Record<string, ArmValue>>;
  readonly resources: readonly ArmResource[];
  readonly outputs: Readonly<Record<string, ArmOutput>>;
}

/** Schemas of templates by what they are deployed to. */
export const templateSchemas = {
  resourceGroup: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
  subscription: 'https://schema.management.azure.com/schemas/2018-05-01/subscriptionDeploymentTemplate.json#',
} as const;

/** The inside of an expression, without its brackets, so that expressions can be put together. */
export type Term = string;

export const text = (value: string): Term => `'${value.replaceAll("'", "''")}'`;
export const call = (name: string, ...args: readonly Term[]): Term => `${name}(${args.join(', ')})`;
export const param = (name: string): Term => call('parameters', text(name));
export const variable = (name: string): Term => call('variables', text(name));
export const resourceId = (type: ResourceType, ...names: readonly Term[]): Term => call('resourceId', text(type), ...names);
/** A term as a value of a template. */
export const expression = (term: Term): string => `[${term}]`;

/**
 * Versions of the resource manager's interfaces, by type. Marketplace refuses one that is older than two years while there is a newer one; the newest of
 * locks and of role assignments are older than that. Source: learn.microsoft.com, template reference of each type.
 */
export const apiVersions = {
  'Microsoft.Authorization/locks': '2020-05-01',
  'Microsoft.Authorization/roleAssignments': '2022-04-01',
  'Microsoft.Authorization/roleDefinitions': '2022-04-01',
  'Microsoft.ContainerInstance/containerGroups': '2025-09-01',
  'Microsoft.ManagedIdentity/userAssignedIdentities': '2024-11-30',
  'Microsoft.Network/natGateways': '2025-01-01',
  'Microsoft.Network/networkSecurityGroups': '2025-01-01',
  'Microsoft.Network/publicIPAddresses': '2025-01-01',
  'Microsoft.Network/virtualNetworks': '2025-01-01',
  'Microsoft.Resources/deployments': '2025-04-01',
  'Microsoft.Storage/storageAccounts': '2025-06-01',
  'Microsoft.Storage/storageAccounts/blobServices': '2025-06-01',
  'Microsoft.Storage/storageAccounts/blobServices/containers': '2025-06-01',
} as const;
export type ResourceType = keyof typeof apiVersions;
/** The day on which the versions were looked up; their age is counted from it, so that nothing fails by the calendar alone. */
export const apiVersionsAsOf = '2026-11-27';
/** The newest there is, although it is older than two years. */
export const newestThoughOld: readonly ResourceType[] = [
  'Microsoft.Authorization/locks',
  'Microsoft.Authorization/roleAssignments',
  'Microsoft.Authorization/roleDefinitions',
];

/** A resource with the version of its type. */
export const resource = (type: ResourceType, name: Term, rest: Omit<ArmResource, 'type' | 'apiVersion' | 'name'>): ArmResource => {
  const { condition, ...other } = rest;
  return { ...(condition ? { condition } : {}), type, apiVersion: apiVersions[type], name: expression(name), ...other };
};

/** A template that is deployed by another one, with parameters of its own: nothing of the outer one is seen inside. */
export interface Nested {
  readonly name: Term;
  readonly template: ArmTemplate;
  readonly parameters: Readonly<Record<string, Term>>;
  readonly condition?: Term;
  readonly dependsOn?: readonly Term[];
  /** Deployed to the subscription, from this place. */
  readonly subscriptionFrom?: Term;
}

export const nested = ({ name, template, parameters, condition, dependsOn = [], subscriptionFrom }: Nested): ArmResource =>
  resource('Microsoft.Resources/deployments', name, {
    ...(condition ? { condition: expression(condition) } : {}),
    ...(subscriptionFrom ? { subscriptionId: '[subscription().subscriptionId]', location: expression(subscriptionFrom) } : {}),
    ...(dependsOn.length > 0 ? { dependsOn: dependsOn.map(expression) } : {}),
    properties: {
      mode: 'Incremental',
      expressionEvaluationOptions: { scope: 'inner' },
      parameters: Object.fromEntries(Object.entries(parameters).map(([key, term]) => [key, { value: expression(term) }])),
      template,
    },
  });

/** What a nested template hands on. */
export const outputOf = (deployment: Term, output: string): Term =>
  `reference(${resourceId('Microsoft.Resources/deployments', deployment)}, '${apiVersions['Microsoft.Resources/deployments']}').outputs.${output}.value`;

export const stringParameter = (description: string): ArmParameter => ({ type: 'string', metadata: { description } });
