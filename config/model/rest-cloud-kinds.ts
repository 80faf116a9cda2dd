/** A service of the cloud that can be stopped, by the cloud's own program. Arguments hold no secret: the program has a login of its own. */
export interface CloudRest {
  readonly key: string;
  readonly title: string;
  readonly program: 'aws' | 'az';
  /** Prints one word. */
  readonly state: readonly string[];
  /** Words of `state`: it rests, it runs. Any other is on the way to one of them. */
  readonly resting: readonly string[];
  readonly running: readonly string[];
  readonly stop: readonly string[];
  readonly start: readonly string[];
  /** What a person must know of it: when the cloud starts it by itself, what still costs. */
  readonly note: string;
  /** While it rests, the API server does not answer. */
  readonly holdsCluster?: true;
}

/** What cannot be stopped and goes on costing. */
export interface CloudStays {
  readonly title: string;
  readonly why: string;
}

export interface CloudPlan {
  readonly rests: readonly CloudRest[];
  readonly stays: readonly CloudStays[];
}
