import type { HubSize } from '../../schema/hub';
import type { Profile } from '../../schema/kinds';

/**
 * What the portal says a size costs a month: from the fewest nodes to the most, in USD at list prices, rounded to hundreds, with every other answer left as the
 * portal proposes it. Worked out by `workbench cost` at the prices of eastus that the workbench has, so without what has none there: MySQL Flexible Server, small
 * disks, and what depends on use. test/marketplace-parity.test.ts fails when it is a tenth off by now.
 */
export const monthlyCost: Readonly<Record<Profile, Readonly<Record<HubSize, readonly [least: number, most: number]>>>> = {
  sandbox: { lab: [1000, 1600], small: [1500, 2500], medium: [2800, 5700], large: [10_900, 24_200] },
  production: { lab: [2300, 3800], small: [3000, 4600], medium: [3900, 8000], large: [12_500, 28_100] },
};

/** `12,500`, whatever language the machine speaks. */
const dollars = (amount: number) => String(amount).replace(/\B(?=(\d{3})+$)/g, ',');

/** `sandbox 900 to 1,200, production 3,600 to 5,300 USD a month`. */
export function costHint(size: HubSize): string {
  const of = (profile: Profile) => `${profile} ${monthlyCost[profile][size].map(dollars).join(' to ')}`;
  return `${of('sandbox')}, ${of('production')} USD a month`;
}
