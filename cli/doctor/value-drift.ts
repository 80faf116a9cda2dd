import { LaterText, type PartlyKnown } from '../../constructs/terraform/later-text';
import { shown } from './shown-value';

/** Values as Helm keeps them. */
export type Deployed = { readonly [key: string]: unknown };
type Tree<Value> = { readonly [key: string]: Value };

const isTree = (value: unknown): value is Tree<unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof LaterText);
/** Helm makes no difference between a key that is absent and one that holds nothing. */
const isEmpty = (value: unknown) =>
  value === undefined || (Array.isArray(value) && value.length === 0) || (isTree(value) && Object.keys(value).length === 0);

const joined = (path: string, key: string) => `${path}${path === '' ? '' : '.'}${key.replaceAll('.', '\\.')}`;

/** An object of Kubernetes is known by its kind and name wherever it stands in its list; the name may be one that only Terraform knows whole. */
const identityOf = (value: unknown) => {
  if (!isTree(value) || typeof value.kind !== 'string' || !isTree(value.metadata)) return undefined;
  const { namespace, name } = value.metadata as Tree<PartlyKnown>;
  return { kind: value.kind, namespace, name };
};
const nameIs = (wanted: unknown, found: unknown) => (wanted instanceof LaterText ? wanted.mayBe(found) : wanted === found);

function compareObjects(file: readonly PartlyKnown[], there: readonly unknown[], path: string, leave: ReadonlySet<string>): string[] {
  const rest = [...there];
  const differences = file.flatMap((wanted) => {
    const own = identityOf(wanted);
    const at = rest.findIndex((found) => {
      const other = identityOf(found);
      return other && own && other.kind === own.kind && nameIs(own.namespace, other.namespace) && nameIs(own.name, other.name);
    });
    const [found] = at < 0 ? [undefined] : rest.splice(at, 1);
    return compare(wanted, found, `${path}[${labelOf(wanted)}]`, leave, false);
  });
  return [...differences, ...rest.flatMap((found) => compare(undefined, found, `${path}[${labelOf(found)}]`, leave, false))];
}

function labelOf(value: unknown): string {
  const { kind, namespace, name } = identityOf(value) ?? {};
  const text = (part: unknown) => (part instanceof LaterText ? part.around.join('…') : String(part));
  return `${kind} ${namespace === undefined ? '' : `${text(namespace)}/`}${text(name)}`;
}

/** A value that stands beside a telling name, such as a variable of a container, is as secret as that name says. */
const tells = (value: unknown) => (isTree(value) && typeof value.name === 'string' ? value.name : '');

function compare(file: PartlyKnown | undefined, there: unknown, path: string, leave: ReadonlySet<string>, hidden: boolean): string[] {
  if (leave.has(path) || (isEmpty(file) && isEmpty(there))) return [];
  if (file instanceof LaterText && there !== undefined && file.mayBe(there)) return [];
  const holdsLeft = [...leave].some((left) => left.startsWith(`${path}.`));
  const [ours, theirs] = holdsLeft ? [file ?? {}, there ?? {}] : [file, there];
  if (isTree(ours) && isTree(theirs)) {
    const below = hidden || shown.isSecret(tells(ours)) || shown.isSecret(tells(theirs));
    const keys = [...new Set([...Object.keys(ours), ...Object.keys(theirs)])];
    return keys.flatMap((key) => compare((ours as Tree<PartlyKnown>)[key], theirs[key], joined(path, key), leave, below));
  }
  if (Array.isArray(file) && Array.isArray(there)) {
    if (file.every(identityOf) && there.every(identityOf)) return compareObjects(file, there, path, leave);
    if (file.length === there.length)
      return file.flatMap((each: PartlyKnown, at) => compare(each, there[at], `${path}[${at}]`, leave, hidden));
  }
  if (file === there) return [];
  const value = (side: unknown) => shown.value(side, path, hidden);
  if (isEmpty(there)) return [`${path} is not there, the file says ${value(file)}`];
  if (isEmpty(file)) return [`${path} is ${value(there)}, the file has no such value`];
  return [`${path} is ${value(there)}, the file says ${value(file)}`];
}

/**
 * Where deployed values are others than those of the file: one line a path, with what is there and what the file says. Paths of values that go in
 * write-only are left out, with all below them; of a text that Terraform completes the known parts are compared.
 */
export const valueDrift = (file: PartlyKnown, there: Deployed, writeOnly: readonly string[]): string[] =>
  compare(file, there, '', new Set(writeOnly), false);

/** How many values of a file only Terraform knows whole. */
export function laterCount(file: PartlyKnown | undefined): number {
  if (file instanceof LaterText) return 1;
  if (typeof file !== 'object' || file === null) return 0;
  return Object.values(file).reduce<number>((sum, each: PartlyKnown) => sum + laterCount(each), 0);
}
