import type { Callable, Functions, Value } from './expression';

/** A function that looks at every argument. */
export const plain =
  (work: (...args: readonly never[]) => Value): Callable =>
  (args) =>
    (work as (...values: readonly Value[]) => Value)(...args.map((arg) => arg()));

const isObject = (value: Value): value is Readonly<Record<string, Value>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Objects are joined with all below them, lists are replaced (learn.microsoft.com, template functions: union). */
export function union(...objects: readonly Value[]): Value {
  return objects.reduce<Value>((sum, next) => {
    if (!isObject(sum) || !isObject(next)) return next;
    return Object.fromEntries(
      [...new Set([...Object.keys(sum), ...Object.keys(next)])].map((key) => [
        key,
        key in sum && key in next ? union(sum[key], next[key]) : key in next ? next[key] : sum[key],
      ]),
    );
  }, {});
}

const isEmpty = (value: Value) =>
  value === undefined ||
  value === null ||
  value === '' ||
  (Array.isArray(value) ? value.length === 0 : isObject(value) && Object.keys(value).length === 0);

/** Functions that templates and the portal share. */
export const sharedFunctions: Functions = {
  if: ([condition, yes, no]) => (condition?.() ? yes?.() : no?.()),
  coalesce: (args) => {
    for (const arg of args) {
      const value = arg();
      if (value !== undefined && value !== null) return value;
    }
    return null;
  },
  and: (args) => args.every((arg) => arg()),
  or: (args) => args.some((arg) => arg()),
  not: plain((value: boolean) => !value),
  equals: plain((a: Value, b: Value) => JSON.stringify(a) === JSON.stringify(b)),
  empty: plain((value: Value) => isEmpty(value)),
  true: () => true,
  contains: plain((of: Value, key: string) => (Array.isArray(of) || typeof of === 'string' ? of.includes(key) : isObject(of) && key in of)),
  concat: plain((...parts: readonly Value[]) => (parts.every((part) => Array.isArray(part)) ? parts.flat() : parts.join(''))),
  replace: plain((text: string, old: string, next: string) => text.replaceAll(old, next)),
  split: plain((text: string, mark: string) => text.split(mark)),
  substring: plain((text: string, start: number, length: number) => text.slice(start, start + length)),
  string: plain((value: Value) => (typeof value === 'string' ? value : JSON.stringify(value))),
  union: plain(union),
  createArray: plain((...items: readonly Value[]) => items),
  createObject: plain((...items: readonly Value[]) =>
    Object.fromEntries(items.flatMap((item, at) => (at % 2 === 0 ? [[String(item), items[at + 1]]] : []))),
  ),
};
