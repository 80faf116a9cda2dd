import { createHash } from 'node:crypto';
import type { Component, Composition, Dependency, Property, Sbom } from './cyclonedx';

export interface SbomParts {
  readonly environment: Component;
  readonly tool: Component;
  readonly components: readonly Component[];
  readonly dependencies: readonly Dependency[];
  /** References of charts whose images nobody looked at. */
  readonly unseen: readonly string[];
  readonly properties: readonly Property[];
}

const byRef = (a: { readonly ref: string }, b: { readonly ref: string }) => (a.ref < b.ref ? -1 : 1);

/** A UUID that is made of the content: the same document has the same number wherever and whenever it is written (RFC 9562, version 8). */
export function serialNumber(content: string): string {
  const hex = createHash('sha256').update(content).digest('hex');
  const variant = ((Number.parseInt(hex[16] ?? '0', 16) & 3) | 8).toString(16);
  return `urn:uuid:${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** The document: everything in a fixed order, without a time of day. */
export function sbomDocument({ environment, tool, components, dependencies, unseen, properties }: SbomParts): Sbom {
  const known = new Map(dependencies.map((each) => [each.ref, each]));
  const refs = [environment, ...components].map((component) => component['bom-ref']);
  const all = [...new Set(refs)].map((ref): Dependency => ({ ref, dependsOn: [...new Set(known.get(ref)?.dependsOn ?? [])].sort() }));
  const complete = all.filter(({ ref, dependsOn }) => dependsOn.length > 0 && !unseen.includes(ref)).map(({ ref }) => ref);
  const compositions: Composition[] = [
    ...(complete.length > 0 ? [{ aggregate: 'complete' as const, dependencies: complete.sort() }] : []),
    ...(unseen.length > 0 ? [{ aggregate: 'incomplete' as const, dependencies: [...unseen].sort() }] : []),
  ];
  const body = {
    version: 1 as const,
    metadata: { tools: { components: [tool] }, component: environment, properties },
    components: [...components].sort((a, b) => byRef({ ref: a['bom-ref'] }, { ref: b['bom-ref'] })),
    dependencies: all.sort(byRef),
    compositions,
  };
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: serialNumber(JSON.stringify(body)),
    ...body,
  };
}
