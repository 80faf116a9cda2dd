/** An HTTP route into the cluster, before it becomes a Gateway API object. */
export interface Route {
  /** Name of the HTTPRoute. */
  readonly name: string;
  readonly host: string;
  readonly audience: 'participant' | 'operator' | 'internal';
  readonly rules: readonly RouteRule[];
}

export interface RouteRule {
  readonly pathPrefix: string;
  /** What the prefix becomes on the way in; unchanged when left out. */
  readonly rewritePrefix?: string;
  readonly service: string;
  readonly port: number;
}
