/** An HTTP route into the cluster, before it becomes a Gateway API object. */
export interface Route {
  /** Name of the HTTPRoute. */
  readonly name: string;
  readonly host: string;
  readonly audience: 'participant' | 'operator' | 'internal';
  /** Listener of the gateway, where the host does not decide which. */
  readonly listener?: string;
  readonly rules: readonly RouteRule[];
}

export interface RouteRule {
  readonly pathPrefix: string;
  /** That path alone, and nothing below it. */
  readonly exact?: boolean;
  /** Every method when left out. */
  readonly method?: 'GET';
  /** What the prefix, or the exact path, becomes on the way in; unchanged when left out. */
  readonly rewritePrefix?: string;
  readonly service: string;
  /** Namespace of the service, where it is not that of the route. */
  readonly namespace?: string;
  readonly port: number;
}
