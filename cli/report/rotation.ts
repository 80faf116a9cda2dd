import type { EnvironmentModel } from '../../config/environment';
import { type RotationItem, rotationItems } from '../../config/model/rotation';
import { rotationWays } from '../../config/model/rotation-ways';

/** One row of the calendar: things of one kind with one rhythm. */
export interface CalendarRow {
  readonly what: RotationItem['what'];
  readonly title: string;
  readonly ids: readonly string[];
  /** Absent where a program renews it by itself. */
  readonly everyDays?: number;
  readonly by: 'workbench rotate' | 'cert-manager' | 'by hand';
  readonly interruption?: string;
  readonly byHand?: string;
}

/** What has a next version, how often and by whom; what is due most often first. The day itself only the cluster knows: `workbench rotate list`. */
export function calendarRows(model: EnvironmentModel): CalendarRow[] {
  const groups = new Map<string, CalendarRow & { ids: string[] }>();
  for (const { what, id, kind, everyDays } of rotationItems(model)) {
    const key = `${what} ${kind} ${everyDays}`;
    const { title, interruption, byHand } = rotationWays[kind];
    const group = groups.get(key) ?? {
      what,
      title,
      ids: [],
      ...(everyDays === undefined ? {} : { everyDays }),
      by: byHand !== undefined ? ('by hand' as const) : what === 'certificate' ? ('cert-manager' as const) : ('workbench rotate' as const),
      ...(interruption === undefined ? {} : { interruption }),
      ...(byHand === undefined ? {} : { byHand }),
    };
    group.ids.push(id);
    groups.set(key, group);
  }
  return [...groups.values()].sort((a, b) => (a.everyDays ?? Number.POSITIVE_INFINITY) - (b.everyDays ?? Number.POSITIVE_INFINITY));
}
