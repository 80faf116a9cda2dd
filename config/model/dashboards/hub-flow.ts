import type { EnvironmentModel } from '../../environment';
import { transferEnds } from '../alerts/objectives';
import { type Page, type Panel, quantiles, window } from './panel';

/** Where a payment passes, in its order, and the histogram that counts it there. */
const stages = [
  { title: 'Lookup', metric: 'moja_ing_getPartiesByTypeAndID', what: 'Account lookup takes the question for a party.' },
  { title: 'Quote', metric: 'moja_model_quote', what: 'quoting-service works on quotes, each of its steps counted.' },
  { title: 'Prepare', metric: 'moja_transfer_prepare', what: 'The ledger checks a transfer and keeps it.' },
  { title: 'Position', metric: 'moja_transfer_position', what: 'The ledger reserves money, or moves it; each message of a batch counted.' },
  { title: 'Fulfil', metric: 'moja_transfer_fulfil', what: 'The ledger takes the answer of the payee.' },
  { title: 'Notification', metric: 'moja_notification_event', what: 'The participants are told.' },
] as const;

const stagePanels = stages.map(
  ({ title, metric, what }): Panel => ({ title, kind: 'timeseries', unit: 's', width: 8, queries: quantiles(metric), description: what }),
);

const ends = (actions: string) => `sum(rate(moja_notification_event_process_msg_count{action=~"${actions}"}[${window}]))`;

/** The way of a payment through the hub, stage by stage. */
export const hubFlow = (_model: EnvironmentModel): Page => ({
  name: 'hub-flow',
  title: 'Hub flow',
  panels: [
    {
      title: 'Transfers',
      kind: 'timeseries',
      unit: 'reqps',
      queries: [
        { expr: ends(transferEnds.done), legend: 'done' },
        { expr: ends(transferEnds.failed), legend: 'failed' },
        { expr: ends('abort'), legend: 'refused by the payee' },
      ],
      description: 'How transfers end, a second.',
    },
    {
      title: 'End to end',
      kind: 'timeseries',
      unit: 's',
      queries: quantiles('moja_tx_transfer', 'success="true"'),
      description:
        'From the request of the payer to the message that it is done; the time that the payee takes is part of it. The last bound that is counted is 5 s.',
    },
    ...stagePanels,
    {
      title: 'Handled a second',
      kind: 'timeseries',
      unit: 'reqps',
      width: 24,
      queries: stages.map(({ title, metric }) => ({ expr: `sum(rate(${metric}_count[${window}]))`, legend: title })),
      description: 'Where a line falls away from that before it, work waits in between.',
    },
  ],
});
