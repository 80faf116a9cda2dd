import type { Section } from './tree';

/** What a rule looks at. */
export interface Subject {
  /** One template, without those inside of it. */
  readonly template: Section;
  readonly whole: Section;
  readonly isMain: boolean;
  readonly ui: Section;
}

/** A rule of arm-ttk by its name, in our own words. `warns`: Marketplace lets it pass (arm-ttk, Test-AzMarketplacePackage.ps1). */
export interface Rule {
  readonly about: 'template' | 'portal';
  readonly warns?: true;
  readonly check: (subject: Subject) => readonly string[];
}
