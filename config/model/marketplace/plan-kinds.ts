/** The kinds of plan of an Azure application, and what differs in the package of each. */
export interface PlanKindRow {
  readonly title: string;
  /** Who the template is deployed by has the rights to make an identity and to give it a role on the subscription. */
  readonly makesIdentity: boolean;
  /** Roles are given from the tenant of the publisher there, so an assignment says where its identity lives. */
  readonly assignsAcrossTenants: boolean;
  readonly viewDefinition: boolean;
  /** What the plan says of itself at Marketplace. */
  readonly summary: string;
}

/**
 * A solution template belongs to the customer alone. A managed application is shown as one thing in the portal, with a page of its own; its template may
 * not give rights outside of its own resource group, so an administrator of the customer makes the identity before (docs/decisions/0024-*).
 */
export const planKinds = {
  'solution-template': {
    title: 'Solution template',
    makesIdentity: true,
    assignsAcrossTenants: false,
    viewDefinition: false,
    summary: 'The hub in your own subscription, deployed by an identity that this plan makes.',
  },
  'managed-application': {
    title: 'Managed application',
    makesIdentity: false,
    assignsAcrossTenants: true,
    viewDefinition: true,
    summary: 'The hub in your own subscription, as one application that you manage and the publisher does not.',
  },
} as const satisfies Readonly<Record<string, PlanKindRow>>;
export type PlanKind = keyof typeof planKinds;
export const planKindNames = Object.keys(planKinds) as readonly PlanKind[];
