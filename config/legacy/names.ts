/**
 * The name nearest to a text that Kubernetes accepts: lower case letters, digits and dashes, a letter or digit at both ends.
 * Undefined when nothing is left, or when it is longer than `longest`: a shortened name could be that of another.
 */
export function label(text: string, longest: number): string | undefined {
  const name = text
    .toLowerCase()
    .replaceAll(/[^a-z0-9-]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');
  return name === '' || name.length > longest ? undefined : name;
}
