import type { TerraformResource } from 'cdktf';
import type { Construct } from 'constructs';
import type { WorkbenchConfig } from '../../config/schema/workbench';
import { stateBucket } from '../aws/state-bucket';
import { stateAccount } from '../azure/state-account';

/** What is known outside of the workbench file. */
export interface StateStoreSurroundings {
  /** Azure subscription: `platform.account`, else the one of the login. */
  readonly subscription: string;
}

/** Where states will be kept, made safely. */
export interface StateStore {
  /** What it is and where, in words. */
  readonly place: string;
  /** Each resource with the id by which Terraform takes it over where it is there already. */
  readonly adopts: readonly (readonly [resource: TerraformResource, id: string])[];
  /** What is done to it, one line each. */
  readonly makes: readonly string[];
  readonly cost: string;
  readonly notes: readonly string[];
}

type Backend = WorkbenchConfig['state']['backend'];
/** Makes the place of states. */
export type MakeStateStore = (scope: Construct, config: WorkbenchConfig, around: StateStoreSurroundings) => StateStore;

/** Who makes the place of states: a builder, or why there is nothing to make. */
const stores: { readonly [Name in Backend]: MakeStateStore | string } = {
  local: 'states lie in .workbench/<environment>/state on this machine: back them up, or write another backend',
  s3: stateBucket,
  azurerm: stateAccount,
  kubernetes: 'states are Secrets in the cluster, whose namespace must exist: the first deploy makes them',
  http: 'GitLab makes a state with the first deploy that writes it',
};

/** The builder of the store of a backend; a text says why there is none. */
export const stateStoreOf = (backend: Backend): MakeStateStore | string => stores[backend];

/** Addresses with the ids by which they are taken over. */
export const adoptionIds = ({ adopts }: StateStore): Readonly<Record<string, string>> =>
  Object.fromEntries(adopts.map(([resource, id]) => [`${resource.terraformResourceType}.${resource.friendlyUniqueId}`, id]));
