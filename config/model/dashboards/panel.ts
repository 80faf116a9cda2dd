/** A dashboard of Grafana as code. */
export interface Dashboard {
  /** Name of its file, without the ending: lower case letters, digits and dashes. */
  readonly name: string;
  /** What Grafana reads (its JSON model). */
  readonly json: object;
}

/** A question to Prometheus and how its lines are called. */
export interface Query {
  readonly expr: string;
  /** Labels in double braces, as Grafana fills them in. */
  readonly legend: string;
}

/** Units of Grafana that we use. */
export type Unit = 'short' | 'percent' | 'percentunit' | 's' | 'reqps' | 'bytes' | 'cores' | 'h' | 'd';

export interface Panel {
  readonly title: string;
  readonly kind: 'timeseries' | 'stat' | 'table' | 'bargauge';
  readonly unit: Unit;
  readonly queries: readonly Query[];
  /** What a person should know who sees it for the first time. */
  readonly description: string;
  /** From which value it is yellow, and from which red. */
  readonly thresholds?: readonly [yellow: number, red: number];
  /** Twenty-fourths of the page; twelve when left out. */
  readonly width?: 6 | 8 | 12 | 24;
}

export interface Page {
  readonly name: string;
  readonly title: string;
  readonly panels: readonly Panel[];
}

/** Model of dashboards that Grafana 12 writes; it reads older ones too, and newer Grafanas read this one. */
export const schemaVersion = 41;
/** Prometheus as kube-prometheus-stack enters it in Grafana. */
export const datasource = { type: 'prometheus', uid: 'prometheus' } as const;

const height = 8;
const columns = 24;

const steps = ([yellow, red]: readonly [number, number]) => {
  const falling = yellow > red;
  return falling
    ? [
        { color: 'red', value: null },
        { color: 'yellow', value: red },
        { color: 'green', value: yellow },
      ]
    : [
        { color: 'green', value: null },
        { color: 'yellow', value: yellow },
        { color: 'red', value: red },
      ];
};

const letter = (at: number) => String.fromCharCode('A'.charCodeAt(0) + at);

function panelJson(panel: Panel, id: number, place: { readonly x: number; readonly y: number }): object {
  const instant = panel.kind !== 'timeseries';
  return {
    id,
    title: panel.title,
    description: panel.description,
    type: panel.kind,
    datasource,
    gridPos: { h: height, w: panel.width ?? 12, ...place },
    fieldConfig: {
      defaults: {
        unit: panel.unit === 'cores' ? 'short' : panel.unit,
        ...(panel.thresholds ? { thresholds: { mode: 'absolute', steps: steps(panel.thresholds) } } : {}),
      },
      overrides: [],
    },
    options:
      panel.kind === 'timeseries' ? { legend: { displayMode: 'list', placement: 'bottom' }, tooltip: { mode: 'multi', sort: 'desc' } } : {},
    targets: panel.queries.map(({ expr, legend }, at) => ({
      refId: letter(at),
      datasource,
      expr,
      legendFormat: legend,
      ...(instant ? { instant: true, range: false, format: panel.kind === 'table' ? 'table' : 'time_series' } : { range: true }),
    })),
  };
}

/** Panels from left to right, a new line where one has no more room. */
function placed(panels: readonly Panel[]): object[] {
  let x = 0;
  let y = 0;
  return panels.map((panel, at) => {
    const width = panel.width ?? 12;
    if (x + width > columns) {
      x = 0;
      y += height;
    }
    const json = panelJson(panel, at + 1, { x, y });
    x += width;
    return json;
  });
}

/** A page as Grafana reads it. The same page is the same text: no id of a database, no time, no version that counts up. */
export const dashboardOf = ({ name, title, panels }: Page): Dashboard => ({
  name,
  json: {
    uid: `workbench-${name}`,
    title: `Mojaloop / ${title}`,
    tags: ['mojaloop', 'workbench'],
    schemaVersion,
    editable: false,
    graphTooltip: 1,
    refresh: '1m',
    time: { from: 'now-6h', to: 'now' },
    timezone: 'utc',
    templating: { list: [] },
    annotations: { list: [] },
    links: [{ type: 'dashboards', title: 'Mojaloop', tags: ['mojaloop'], asDropdown: true, includeVars: true, keepTime: true }],
    panels: placed(panels),
  },
});

/** Window that Grafana chooses by the zoom. */
export const window = '$__rate_interval';

/** p50, p95 and p99 of a histogram, in seconds. */
export const quantiles = (metric: string, matcher = ''): Query[] =>
  [50, 95, 99].map((percent) => ({
    expr: `histogram_quantile(${percent / 100}, sum by (le) (rate(${metric}_bucket{${matcher}}[${window}])))`,
    legend: `p${percent}`,
  }));

/** A rate over all series, by some of their labels. */
export const rateBy = (metric: string, by: string, matcher = ''): string => `sum by (${by}) (rate(${metric}{${matcher}}[${window}]))`;

export const line = (expr: string, legend: string): Query => ({ expr, legend });
