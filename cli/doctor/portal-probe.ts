import type { EnvironmentModel } from '../../config/environment';
import { type AccessRule, accessRules } from '../../config/model/portal/permissions';
import { ory, portalAddresses } from '../../config/model/portal/portal';
import { environmentCluster } from '../cloud/environment-cluster';
import { loadKubeConfig } from '../run/kubeconfig';
import { before, failureOf, listOf } from './cluster-questions';
import { type OutsideGiven, send } from './outside-connection';
import { readRelations } from './portal-relations';
import type { PortalSeen, RelationsSeen, ReportSeen, RuleSeen, StrangerAsked } from './portal-seen';
import { type Failure, isFailure } from './seen';

/** Milliseconds for what the cluster is asked; a way to a pod takes longer than a list. */
const patience = 10_000;
const grace = 200;

/** Something that no hub has: were a rule open, the request would find nothing to change. */
const nothing = 'nobody-has-this-name';

/** A path that a rule fits: its regular expressions stand for anything of that place. */
export const sampleOf = ({ path }: Pick<AccessRule, 'path'>): string =>
  path.replaceAll('<[^/]+>', nothing).replaceAll('<(/.*)?>', `/${nothing}`).replaceAll('<.*>', `/${nothing}`).replaceAll('//', '/');

/** Each method of each rule once as somebody without a session, and each rule once more with a session that nobody has. */
export async function askAsStranger(given: OutsideGiven, portal: string, trusting: boolean): Promise<readonly StrangerAsked[]> {
  const asked = accessRules.flatMap((rule) => [
    ...rule.methods.map((method) => ({ rule: rule.name, method, path: sampleOf(rule), headers: {} })),
    { rule: rule.name, method: rule.methods[0] ?? 'GET', path: sampleOf(rule), headers: { cookie: `ory_kratos_session=${nothing}` } },
  ]);
  return Promise.all(
    asked.map(async ({ rule, method, path, headers }) => {
      const url = new URL(path, portal);
      const answer = await send(given, { url, method, headers: { accept: 'application/json', ...headers }, fits: false, trusting });
      return { rule, method, path, answer: isFailure(answer) ? answer : { status: answer.status } };
    }),
  );
}

/** What is asked through the API of Kubernetes; Keto has no way in from outside. */
async function readCluster(model: EnvironmentModel, stateDir: string, keto: string | undefined) {
  const end = Date.now() + patience;
  const signal = AbortSignal.timeout(patience + grace);
  const access = await Promise.resolve()
    .then(() => environmentCluster(model, stateDir))
    .catch(failureOf);
  const config = isFailure(access) ? access : await loadKubeConfig(access).catch(failureOf);
  const list = async <T>(what: 'oathkeeperrules' | 'mojaloopreports'): Promise<readonly T[] | Failure> => {
    if (isFailure(access)) return access;
    return isFailure(config) ? config : before(end, listOf<T>({ access, config, signal }, what));
  };
  const relations = async (): Promise<RelationsSeen | Failure> => {
    if (keto !== undefined) return before(end, readRelations(model, keto, signal));
    if (isFailure(access)) return access;
    const { portForward } = await import('../run/port-forward.js');
    const { service, port } = ory.ketoRead;
    const opened = await portForward(access, model.config.portal.namespace, service, port).catch(failureOf);
    if (isFailure(opened)) return opened;
    return before(end, readRelations(model, `http://${opened.host}:${opened.port}`, signal)).finally(opened.close);
  };
  const [rules, reports, related] = await Promise.all([
    list<RuleSeen>('oathkeeperrules'),
    list<ReportSeen>('mojaloopreports'),
    relations(),
  ]);
  return { rules, reports, relations: related };
}

/**
 * Looks at a deployed portal as somebody who may do nothing there, and at what its parts have of the file. Nothing is changed: every request without a session names
 * something that is not there. `keto` is an address of its reading API instead of a way through the cluster.
 */
export async function seePortal(
  model: EnvironmentModel,
  stateDir: string,
  given: OutsideGiven & { readonly keto?: string },
): Promise<PortalSeen> {
  const { portal } = portalAddresses(model.hosts);
  // Without the authority of the hub its certificate says nothing, and nothing secret is sent.
  const trusted = given.ca !== undefined || model.config.certificates.issuer === 'acme';
  const [page, strangers, cluster] = await Promise.all([
    send(given, { url: new URL('/', portal), method: 'GET', headers: { accept: 'text/html' }, fits: false, trusting: trusted }),
    askAsStranger(given, portal, trusted),
    readCluster(model, stateDir, given.keto),
  ]);
  return { model, page: isFailure(page) ? page : { status: page.status }, trusted, strangers, ...cluster };
}
