import type { WorkbenchConfig } from '../schema/workbench';

/** An image as its maker names it or, where there is a mirror, by that: under the same path, without the maker's registry. */
export function pulled({ charts }: Pick<WorkbenchConfig, 'charts'>, name: string): string {
  if (charts.images === undefined) return name;
  const [first = '', ...rest] = name.split('/');
  const path = rest.length === 0 ? `library/${name}` : /[.:]/.test(first) ? rest.join('/') : name;
  return `${charts.images}/${path}`;
}
