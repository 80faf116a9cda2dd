import { each } from './each';
import { type Api, Refused } from './hub-client';
import type { FundingRequest, Step } from './step';

/** The money is on the account a moment after the request: the ledger takes it from a queue. */
const arrival = { seconds: 30, pause: 200 };

interface Outcome {
  readonly done: (step: Step) => void;
  readonly refused: (step: Step, error: Refused) => void;
}
interface ListedParticipant {
  readonly name: string;
  readonly accounts: readonly { readonly id: number; readonly ledgerAccountType: string; readonly currency: string }[];
}
interface Balance {
  readonly ledgerAccountType: string;
  readonly currency: string;
  readonly value: number | null;
}
type Funding = Step & { readonly funding: FundingRequest };

const pathOf = ({ participant }: FundingRequest) => `/participants/${encodeURIComponent(participant)}/accounts`;
const isSettlement =
  ({ currency }: FundingRequest) =>
  (account: { readonly ledgerAccountType: string; readonly currency: string }) =>
    account.ledgerAccountType === 'SETTLEMENT' && account.currency === currency;

const requestOf = (money: FundingRequest, account: number) => ({
  method: 'POST' as const,
  path: `${pathOf(money)}/${account}`,
  body: {
    transferId: money.transferId,
    externalReference: 'workbench onboard',
    action: 'recordFundsIn',
    reason: 'initial funding',
    amount: { amount: money.amount, currency: money.currency },
  },
});

async function hasArrived(ledger: Api, money: FundingRequest, since: number): Promise<void> {
  for (;;) {
    const balance = (await ledger.get<readonly Balance[]>(pathOf(money))).find(isSettlement(money));
    if (Number(balance?.value ?? 0) !== 0) return;
    if (Date.now() - since > arrival.seconds * 1000)
      throw new Refused(
        504,
        '',
        `was accepted, and is not on the account after ${arrival.seconds} seconds: is the admin handler of the ledger running?`,
      );
    await new Promise((resolve) => setTimeout(resolve, arrival.pause));
  }
}

/**
 * Puts first money on settlement accounts. All of it is sent before any is waited for, and it is waited for in the order in which it was sent, since the ledger
 * takes it from a queue: two requests each, and a few more. Safe to repeat: the ledger takes a transfer of one id once. Gives up when nothing arrives for 30 seconds.
 */
export async function putFirstMoney(ledger: Api, steps: readonly Step[], { done, refused }: Outcome): Promise<void> {
  const open = steps.filter((step): step is Funding => step.funding !== undefined);
  if (open.length === 0) return;
  const listed = await ledger.get<readonly ListedParticipant[]>('/participants');
  const accounts = new Map(listed.map(({ name, accounts: own }) => [name, own]));
  const attempt = async (step: Funding, work: () => Promise<void>) => {
    try {
      await work();
      return true;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      refused(step, error);
      return false;
    }
  };
  const sent: Funding[] = [];
  await each(open, async (step) => {
    const { funding } = step;
    const accepted = await attempt(step, async () => {
      const account = accounts.get(funding.participant)?.find(isSettlement(funding));
      if (!account) throw new Refused(404, '', `${funding.participant} has no settlement account in ${funding.currency}`);
      await ledger.send(requestOf(funding, account.id));
    });
    if (accepted) sent.push(step);
  });
  let since = Date.now();
  for (const step of sent) {
    if (!(await attempt(step, () => hasArrived(ledger, step.funding, since)))) continue;
    done(step);
    since = Date.now();
  }
}
