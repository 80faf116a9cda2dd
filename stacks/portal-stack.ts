import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import { systemNamespace } from '../config/model/namespaces';
import { type PortalLayout, portalLayout } from '../config/model/portal/layouts';
import type { HelmRelease } from '../constructs/in-cluster/helm-release';
import { accessRuleObjects } from '../constructs/portal/access-rules';
import { assignmentObjects } from '../constructs/portal/assignment-job';
import { bofRelease } from '../constructs/portal/bof-release';
import { financePortalRelease } from '../constructs/portal/finance-portal';
import { ketoRelease } from '../constructs/portal/keto';
import { kratosRelease } from '../constructs/portal/kratos';
import { limitObjects } from '../constructs/portal/limits';
import { loginPageRelease } from '../constructs/portal/login-page';
import { oathkeeperRelease } from '../constructs/portal/oathkeeper';
import { reportObjects } from '../constructs/portal/reports';
import { roleObjects } from '../constructs/portal/roles';
import { portalRouteObjects } from '../constructs/portal/routes';
import { portalTrust, trustObjects } from '../constructs/portal/trust';
import { secretObjects, secretsReady } from '../constructs/vault/secret-objects';
import { type StackContext, WorkbenchStack } from './workbench-stack';

/** The business operations portal: who people are, what they may do, and the pages and APIs that they do it with. */
export class PortalStack extends WorkbenchStack {
  constructor(scope: Construct, id: string, context: StackContext) {
    super(scope, id, context);
    const { model } = context;
    const { config, hosts } = model;
    const { namespace } = config.portal;
    this.useOwnCluster();
    const secrets = this.secrets();
    const trust = trustObjects(model);
    const trusted = trust.length > 0 ? [this.trust(trust)] : [];
    const before = [secrets.resource, ...trusted];

    const keto = this.release(ketoRelease(model), { dependsOn: [secrets.resource] });
    const kratos = this.release(kratosRelease(model), { dependsOn: before });
    const login = this.release(loginPageRelease(model), { dependsOn: [kratos.resource] });
    const oathkeeper = this.release(oathkeeperRelease(model), { dependsOn: [keto.resource, kratos.resource] });
    const operator = this.release(bofRelease(model), { dependsOn: [keto.resource] });
    const portal = this.apis(operator, [secrets.resource, keto.resource]);

    const roles = this.objects('portal-roles', { namespace, objects: roleObjects(model), dependsOn: [operator.resource] });
    const people = assignmentObjects(model);
    this.objects('portal-people', { namespace, ...people, dependsOn: [roles.resource] });
    const rules = this.objects('portal-rules', { namespace, objects: accessRuleObjects(model), dependsOn: [oathkeeper.resource] });
    const reports = reportObjects(model);
    if (reports.length > 0) this.objects('portal-reports', { namespace, objects: reports, dependsOn: [portal.resource] });
    // Nothing leads there before what judges it.
    this.objects('portal-routes', {
      namespace,
      objects: portalRouteObjects(model),
      dependsOn: [rules.resource, login.resource, portal.resource],
    });
    this.publish({ portal: `https://${hosts.portal}` });
  }

  /** What holds APIs and pages: the chart of the role operator itself, or one beside it. */
  private apis(operator: HelmRelease, before: readonly ITerraformDependable[]): HelmRelease {
    const { model } = this.context;
    const beside = {
      bof: () => operator,
      'finance-portal': () => this.release(financePortalRelease(model), { dependsOn: [...before, operator.resource] }),
    } as const satisfies Record<PortalLayout['chart'], () => HelmRelease>;
    return beside[portalLayout(model.config).chart]();
  }

  /** Everything that is delivered to the namespace of the portal; what other stacks have made is only delivered. */
  private secrets() {
    const { config, secrets } = this.context.model;
    const entries = secrets
      .map((entry) => ({ ...entry, deliveries: entry.deliveries.filter(({ namespace }) => namespace === config.portal.namespace) }))
      .filter(({ deliveries }) => deliveries.length > 0);
    return this.objects('portal-secrets', {
      namespace: systemNamespace,
      objects: [
        ...limitObjects(this.context.model),
        ...secretObjects(
          config,
          entries,
          entries.filter(({ owner }) => owner === 'portal'),
        ),
      ],
      waitFor: secretsReady(entries),
    });
  }

  private trust(objects: ReturnType<typeof trustObjects>) {
    const { namespace } = this.context.model.config.portal;
    const { resource } = this.objects('portal-trust', {
      namespace: systemNamespace,
      objects,
      waitFor: [{ namespace, group: 'cert-manager.io', resource: 'certificates', names: [portalTrust], for: 'condition=Ready' }],
    });
    return resource;
  }
}
