import { createHash } from 'node:crypto';
import type { ArmResource, ArmTemplate } from '../../config/model/marketplace/arm';
import { type Rules, type Value, worth } from './expression';
import { plain, sharedFunctions } from './functions';

/** Where a template is deployed. */
export interface Place {
  readonly subscription: string;
  readonly tenant: string;
  readonly group: string;
  readonly region: string;
}

/** A resource as it would be made. */
export interface Made {
  readonly id: string;
  readonly type: string;
  readonly name: string;
  readonly apiVersion: string;
  readonly deployment: string;
  readonly dependsOn: readonly string[];
  readonly properties: Readonly<Record<string, Value>>;
  readonly all: Readonly<Record<string, Value>>;
}

export interface Deployed {
  readonly resources: readonly Made[];
  readonly outputs: Readonly<Record<string, Value>>;
}

/** What the cloud answers of a resource that is there: by its id, in small letters. */
export type Answers = (id: string) => Value;

const digest = (parts: readonly Value[]) => createHash('sha256').update(parts.join('|')).digest('hex');
const guid = (parts: readonly Value[]) => digest(parts).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*/, '$1-$2-$3-$4-$5');

const idOf = (scope: string, type: string, names: readonly string[]): string => {
  const [namespace, ...kinds] = type.split('/');
  if (kinds.length !== names.length) throw new Error(`${type} has ${kinds.length} names, and ${names.length} are given`);
  return `${scope}/providers/${namespace}/${kinds.map((kind, at) => `${kind}/${names[at]}`).join('/')}`;
};

const stringsOf = (value: Value): string[] => {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.entries(value).flatMap(([key, item]) => [key, ...stringsOf(item)]) : [];
};

/** Plays the resource manager for one template: evaluates what it would make, and refuses what it would refuse. Nothing is deployed. */
class Deployment {
  private readonly subscriptionScope: string;
  private readonly groupScope: string;
  private readonly known = new Map<string, Value>();
  /** What each resource waits for, by ids in small letters. */
  private readonly waits = new Map<string, readonly string[]>();
  /** What the resource that is looked at has asked for so far. */
  private asked = new Set<string>();
  readonly resources: Made[] = [];

  constructor(
    private readonly template: ArmTemplate,
    private readonly given: Readonly<Record<string, Value>>,
    private readonly place: Place,
    private readonly answers: Answers,
    private readonly name: string,
    private readonly ofSubscription = false,
  ) {
    this.subscriptionScope = `/subscriptions/${place.subscription}`;
    this.groupScope = `${this.subscriptionScope}/resourceGroups/${place.group}`;
    const undeclared = Object.keys(given).filter((key) => !(key in template.parameters));
    if (undeclared.length > 0) throw new Error(`${name} declares no parameter ${undeclared.join(', ')}`);
  }

  private readonly rules: Rules = {
    lenient: false,
    functions: {
      ...sharedFunctions,
      parameters: plain((key: string) => this.parameter(key)),
      variables: plain((key: string) => {
        if (!(key in this.template.variables)) throw new Error(`there is no variable ${key}`);
        return worth(this.template.variables[key], this.rules);
      }),
      subscription: () => ({ id: this.subscriptionScope, subscriptionId: this.place.subscription, tenantId: this.place.tenant }),
      resourceGroup: () => {
        if (this.ofSubscription) throw new Error('a deployment of a subscription has no resource group');
        return { id: this.groupScope, name: this.place.group, location: this.place.region };
      },
      resourceId: plain((...args: readonly string[]) => this.resourceId(args)),
      subscriptionResourceId: plain((type: string, ...names: readonly string[]) => idOf(this.subscriptionScope, type, names)),
      reference: plain((id: string) => this.reference(id)),
      uniqueString: plain((...parts: readonly string[]) => digest(parts).slice(0, 13)),
      guid: plain((...parts: readonly string[]) => guid(parts)),
      base64: plain((text: string) => Buffer.from(text).toString('base64')),
    },
  };

  private parameter(key: string): Value {
    const declared = this.template.parameters[key];
    if (!declared) throw new Error(`there is no parameter ${key}`);
    const value = this.given[key] ?? worth(declared.defaultValue, this.rules);
    if (value === undefined) throw new Error(`the parameter ${key} has no value`);
    if (declared.type === 'string' && typeof value !== 'string') throw new Error(`${key} must be a string`);
    if (declared.type === 'array' && !Array.isArray(value)) throw new Error(`${key} must be an array`);
    if (declared.allowedValues && !declared.allowedValues.includes(String(value))) throw new Error(`${value} is not allowed for ${key}`);
    return value;
  }

  private resourceId(args: readonly string[]): string {
    const at = args.findIndex((arg) => arg.includes('/'));
    if (at > 1) throw new Error('more than a resource group stands before the type');
    const scope = at === 1 ? `${this.subscriptionScope}/resourceGroups/${args[0]}` : this.groupScope;
    return idOf(scope, args[at] ?? '', args.slice(at + 1));
  }

  private reference(id: string): Value {
    this.asked.add(id.toLowerCase());
    const made = this.known.get(id.toLowerCase()) ?? this.answers(id.toLowerCase());
    if (made === undefined) throw new Error(`${id} is not there yet`);
    return made;
  }

  /** The resource manager makes everything at once but for what waits: whoever names another resource, or lies inside of one, must wait for it. */
  private held(id: string, dependsOn: readonly string[], properties: Value): void {
    const waits = (of: readonly string[]): string[] => of.flatMap((one) => [one, ...waits(this.waits.get(one) ?? [])]);
    const own = dependsOn.map((one) => one.toLowerCase());
    const waited = new Set(waits(own));
    const named = new Set([...this.asked, ...stringsOf(properties).map((text) => text.toLowerCase())]);
    const needed = [...this.waits.keys()].filter((other) => named.has(other) || id.toLowerCase().startsWith(`${other}/`));
    const early = needed.filter((other) => !waited.has(other));
    if (early.length > 0) throw new Error(`${id} does not wait for ${early.join(', ')}`);
    this.waits.set(id.toLowerCase(), own);
  }

  private make(resource: ArmResource): void {
    this.asked = new Set();
    if (resource.condition !== undefined && !worth(resource.condition, this.rules)) return;
    const { type, properties } = resource;
    const whole = worth({ ...resource, properties: undefined }, this.rules) as Readonly<Record<string, Value>>;
    const name = String(whole.name);
    const ofSubscription = this.ofSubscription || resource.subscriptionId !== undefined;
    const scope = typeof whole.scope === 'string' ? whole.scope : ofSubscription ? this.subscriptionScope : this.groupScope;
    const id = idOf(scope, type, name.split('/'));
    if (type === 'Microsoft.Resources/deployments') {
      const { template, parameters } = properties as unknown as {
        readonly template: ArmTemplate;
        readonly parameters: Readonly<Record<string, { readonly value: Value }>>;
      };
      const given = Object.fromEntries(Object.entries(parameters).map(([key, { value }]) => [key, worth(value, this.rules)]));
      const inner = new Deployment(template, given, this.place, this.answers, name, ofSubscription);
      const outputs = inner.deploy();
      this.resources.push(...inner.resources);
      this.known.set(id.toLowerCase(), { outputs: Object.fromEntries(Object.entries(outputs).map(([key, value]) => [key, { value }])) });
    } else this.known.set(id.toLowerCase(), this.answers(id.toLowerCase()));
    const made = type === 'Microsoft.Resources/deployments' ? {} : (worth(properties ?? {}, this.rules) as Readonly<Record<string, Value>>);
    const dependsOn = (whole.dependsOn as readonly string[] | undefined) ?? [];
    this.held(id, dependsOn, [made, whole.identity, whole.scope]);
    this.resources.push({
      id,
      type,
      name,
      apiVersion: resource.apiVersion,
      deployment: this.name,
      dependsOn,
      properties: made,
      all: whole,
    });
  }

  /** Makes everything in the order of the template, and says what it hands on. @throws Error for what a deployment would be refused for */
  deploy(): Readonly<Record<string, Value>> {
    for (const key of Object.keys(this.template.parameters)) this.parameter(key);
    for (const resource of this.template.resources) this.make(resource);
    return Object.fromEntries(Object.entries(this.template.outputs).map(([key, { value }]) => [key, worth(value, this.rules)]));
  }
}

export function deployed(template: ArmTemplate, given: Readonly<Record<string, Value>>, place: Place, answers: Answers): Deployed {
  const whole = new Deployment(template, given, place, answers, 'main');
  const outputs = whole.deploy();
  return { resources: whole.resources, outputs };
}
