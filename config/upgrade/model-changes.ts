import type { EnvironmentModel } from '../environment';

/** What comes and what goes, by name. */
export interface Difference {
  readonly appears: readonly string[];
  readonly goes: readonly string[];
}

export const differenceKinds = ['databases', 'users', 'topics', 'secrets', 'services'] as const;
export type DifferenceKind = (typeof differenceKinds)[number];

const namesOf: Readonly<Record<DifferenceKind, (model: EnvironmentModel) => readonly string[]>> = {
  databases: ({ databases }) => databases.map(({ name }) => name),
  users: ({ databases }) => databases.flatMap(({ name, users }) => users.map((user) => `${user.name}@${name}`)),
  topics: ({ topics }) => topics.map(({ name }) => name),
  secrets: ({ secrets }) => secrets.map(({ id }) => id),
  services: ({ services }) => services.map(({ name }) => name),
};

/** What the model of an environment has more and less after a change of its file. Pure. */
export function modelChanges(before: EnvironmentModel, after: EnvironmentModel): Readonly<Record<DifferenceKind, Difference>> {
  const difference = (kind: DifferenceKind): Difference => {
    const [old, now] = [new Set(namesOf[kind](before)), new Set(namesOf[kind](after))];
    return { appears: [...now].filter((name) => !old.has(name)), goes: [...old].filter((name) => !now.has(name)) };
  };
  return Object.fromEntries(differenceKinds.map((kind) => [kind, difference(kind)])) as Record<DifferenceKind, Difference>;
}
