/** The part of CycloneDX 1.6 that is written here (cyclonedx.org/docs/1.6/json). */
export interface Component {
  readonly type: 'application' | 'container' | 'data' | 'platform';
  /** Names it inside the document. */
  readonly 'bom-ref': string;
  readonly name: string;
  readonly version?: string;
  readonly description?: string;
  readonly group?: string;
  readonly hashes?: readonly { readonly alg: 'SHA-256'; readonly content: string }[];
  readonly licenses?: readonly LicenceChoice[];
  readonly purl?: string;
  readonly externalReferences?: readonly { readonly type: 'distribution' | 'website'; readonly url: string }[];
  readonly properties?: readonly Property[];
}

export type LicenceChoice =
  | { readonly license: { readonly id: string; readonly acknowledgement: 'declared' } }
  | { readonly expression: string; readonly acknowledgement: 'declared' };

export interface Property {
  readonly name: string;
  readonly value: string;
}

export interface Dependency {
  readonly ref: string;
  readonly dependsOn: readonly string[];
}

/** Says of which components everything below is known. */
export interface Composition {
  readonly aggregate: 'complete' | 'incomplete';
  readonly dependencies: readonly string[];
}

export interface Sbom {
  readonly $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json';
  readonly bomFormat: 'CycloneDX';
  readonly specVersion: '1.6';
  readonly serialNumber: string;
  readonly version: 1;
  readonly metadata: {
    readonly tools: { readonly components: readonly Component[] };
    readonly component: Component;
    readonly properties: readonly Property[];
  };
  readonly components: readonly Component[];
  readonly dependencies: readonly Dependency[];
  readonly compositions: readonly Composition[];
}

/** One licence goes by its id, several by an expression. */
export const licences = (licence: string | undefined): Pick<Component, 'licenses'> => {
  if (licence === undefined) return {};
  const acknowledgement = 'declared' as const;
  return {
    licenses: [
      /[ ()]|^LicenseRef-/.test(licence) ? { expression: licence, acknowledgement } : { license: { id: licence, acknowledgement } },
    ],
  };
};

export const sha256Of = (digest: string | null | undefined): Pick<Component, 'hashes'> =>
  digest ? { hashes: [{ alg: 'SHA-256', content: digest.replace(/^sha256:/, '') }] } : {};
