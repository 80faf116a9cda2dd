import type { HubSize } from '../../schema/hub';
import type { Profile } from '../../schema/kinds';

/**
 * What the portal says a size costs a month: from the fewest nodes to the most, in USD at list prices, rounded to hundreds, with every answer left as the
 * portal proposes it. Worked out by `workbench cost`; test/marketplace.test.ts fails when it says something else by now.
 */
export const monthlyCost: Readonly<Record<Profile, Readonly<Record<HubSize, readonly [least: number, most: number]>>>> = {
  sandbox: { lab: [0, 0], small: [0, 0], medium: [0, 0], large: [0, 0] },
  production: { lab: [0, 0], small: [0, 0], medium: [0, 0], large: [0, 0] },
};

const dollars = (amount: number) => amount.toLocaleString('en-US');

/** `sandbox 900 to 1,200, production 3,600 to 5,300 USD a month`. */
export function costHint(size: HubSize): string {
  const of = (profile: Profile) => `${profile} ${monthlyCost[profile][size].map(dollars).join(' to ')}`;
  return `${of('sandbox')}, ${of('production')} USD a month`;
}
