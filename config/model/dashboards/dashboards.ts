import type { EnvironmentModel } from '../../environment';
import { cost } from './cost';
import { databases } from './databases';
import { expiry } from './expiry';
import { gateway } from './gateway';
import { hubFlow } from './hub-flow';
import { kafka } from './kafka';
import { objectives } from './objectives';
import { type Dashboard, dashboardOf, type Page } from './panel';
import { participants } from './participants';
import { runtimes } from './runtimes';

const pages: readonly ((model: EnvironmentModel) => Page)[] = [
  hubFlow,
  objectives,
  participants,
  gateway,
  kafka,
  databases,
  runtimes,
  expiry,
  cost,
];

/** What the dashboards show, as a table of panels and queries. */
export const dashboardPages = (model: EnvironmentModel): readonly Page[] => pages.map((page) => page(model));

/** Dashboards of an environment. Those of nodes, pods and Prometheus itself come with the chart. */
export const dashboards = (model: EnvironmentModel): readonly Dashboard[] => dashboardPages(model).map(dashboardOf);
