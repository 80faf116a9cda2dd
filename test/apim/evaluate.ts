import { DOMParser, type Element, onErrorStopParsing } from '@xmldom/xmldom';
import { ExpressionError, type Host, type Value, workOut } from './expression';

/** What a service of API Management has for one API, as the stack hands it over. */
export interface PolicySet {
  readonly service: string;
  readonly fragments: Readonly<Record<string, string>>;
  readonly api: string;
  /** Values by the name that stands between `{{` and `}}`. */
  readonly namedValues: Readonly<Record<string, string>>;
}

/** A request as the service sees it once TLS is done. */
export interface Arriving {
  readonly method: string;
  /** By their names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly address: string;
  readonly certificate?: { readonly name: string; readonly serial: string; readonly trusted: boolean; readonly inTime: boolean };
  /** What its bearer token says; whose keys have signed it; `valid` says whether signature and expiry hold. */
  readonly token?: { readonly issuer: string; readonly valid: boolean; readonly claims: Readonly<Record<string, string>> };
}

export type Outcome =
  | { readonly answered: { readonly status: number; readonly contentType: string; readonly body: string } }
  | { readonly forwarded: { readonly backend: string; readonly headers: Readonly<Record<string, string>> } };

/** A policy gave up; what follows is in `on-error`. */
class PolicyError extends Error {
  constructor(
    readonly source: string,
    readonly reason: string,
  ) {
    super(`${source}: ${reason}`);
  }
}
class Answered extends Error {
  constructor(readonly outcome: Outcome) {
    super('answered');
  }
}

const known = new Map<string, Element>();

/** Reads XML as a service would: what is not well-formed is refused. */
export const readXml = (text: string): Element => {
  const before = known.get(text);
  if (before) return before;
  const root = new DOMParser({ onError: onErrorStopParsing }).parseFromString(text, 'text/xml').documentElement;
  if (!root) throw new Error('no element');
  known.set(text, root);
  return root;
};

const childrenOf = (element: Element): Element[] => Array.from(element.childNodes).filter((node): node is Element => node.nodeType === 1);
const childOf = (element: Element, name: string): Element => {
  const found = childrenOf(element).find(({ tagName }) => tagName === name);
  if (!found) throw new Error(`${element.tagName} has no ${name}`);
  return found;
};

/** Calls that each key has made within the period: one for as long as the service lives. */
export class RateLimits {
  private readonly calls = new Map<string, number[]>();
  constructor(private readonly now: () => number) {}

  take(key: string, most: number, seconds: number): boolean {
    const recent = (this.calls.get(key) ?? []).filter((at) => at > this.now() - seconds);
    if (recent.length >= most) return false;
    this.calls.set(key, [...recent, this.now()]);
    return true;
  }
}

/** One request on its way through the policies. Elements and attributes that our policies do not use are errors. */
class Passage {
  private readonly headers: Record<string, string>;
  private readonly variables = new Map<string, Value>();
  private backend = '';
  private lastError: PolicyError | undefined;

  constructor(
    private readonly policies: PolicySet,
    private readonly request: Arriving,
    private readonly limits: RateLimits,
  ) {
    this.headers = { ...request.headers };
  }

  go(): Outcome {
    try {
      return this.section('inbound');
    } catch (error) {
      if (error instanceof Answered) return error.outcome;
      this.lastError = error instanceof ExpressionError ? new PolicyError('expression', error.message) : (error as PolicyError);
      if (!(this.lastError instanceof PolicyError)) throw error;
    }
    try {
      this.section('on-error');
    } catch (error) {
      if (error instanceof Answered) return error.outcome;
      throw error;
    }
    throw new Error('an error that nobody answers');
  }

  private section(name: 'inbound' | 'on-error'): Outcome {
    this.run(childOf(readXml(this.policies.api), name), name);
    return { forwarded: { backend: this.backend, headers: this.headers } };
  }

  private run(parent: Element, section: string): void {
    for (const element of childrenOf(parent)) {
      const step = this.steps[element.tagName];
      if (!step) throw new Error(`${element.tagName} is no policy that is known`);
      step(element, section);
    }
  }

  private attribute(element: Element, name: string): string {
    const raw = element.getAttribute(name);
    if (raw === null) throw new Error(`${element.tagName} has no ${name}`);
    return this.filled(raw);
  }

  /** Named values take their places before anything is worked out. */
  private filled = (text: string): string =>
    text.replace(/\{\{([^}]+)\}\}/g, (_, name: string) => {
      if (!Object.hasOwn(this.policies.namedValues, name)) throw new Error(`no named value ${name}`);
      return this.policies.namedValues[name] ?? '';
    });

  private value(element: Element, name: string): Value {
    return this.written(this.attribute(element, name));
  }

  private written(text: string): Value {
    const written = this.filled(text);
    return written.startsWith('@') ? workOut(written, { context: this.context() }) : written;
  }

  private context(): Host {
    const { certificate } = this.request;
    const headers: Host = {
      type: 'Headers',
      members: {
        GetValueOrDefault: { call: (name: Value, otherwise: Value = null) => this.headers[String(name).toLowerCase()] ?? otherwise },
      },
    };
    return {
      type: 'Context',
      members: {
        Request: {
          type: 'Request',
          members: {
            Method: this.request.method,
            IpAddress: this.request.address,
            Headers: headers,
            Certificate: certificate
              ? {
                  type: 'Certificate',
                  members: {
                    SerialNumber: certificate.serial,
                    GetNameInfo: {
                      call: (kind: Value, ofIssuer: Value) => (kind === 'SimpleName' && ofIssuer === false ? certificate.name : null),
                    },
                  },
                }
              : null,
          },
        },
        Variables: {
          type: 'Variables',
          members: {},
          at: (name: Value) => {
            const found = this.variables.get(String(name));
            if (found === undefined) throw new ExpressionError(`no variable ${String(name)}`);
            return found;
          },
        },
        LastError: this.lastError ? { type: 'LastError', members: { Source: this.lastError.source, Reason: this.lastError.reason } } : null,
      },
    };
  }

  private readonly steps: Readonly<Record<string, (element: Element, section: string) => void>> = {
    base: (_element, section) => this.run(childOf(readXml(this.policies.service), section), section),
    'include-fragment': (element, section) => {
      const text = this.policies.fragments[this.attribute(element, 'fragment-id')];
      if (text === undefined) throw new Error('no such fragment');
      this.run(readXml(text), section);
    },
    'set-variable': (element) => void this.variables.set(this.attribute(element, 'name'), this.value(element, 'value')),
    'set-header': (element) => {
      const name = this.attribute(element, 'name').toLowerCase();
      const action = this.attribute(element, 'exists-action');
      if (action === 'delete') delete this.headers[name];
      else if (action === 'override') this.headers[name] = String(this.written(childOf(element, 'value').textContent ?? ''));
      else throw new Error(`${action} is no action that is known`);
    },
    'set-backend-service': (element) => {
      this.backend = this.attribute(element, 'backend-id');
    },
    choose: (element, section) => {
      const branch = childrenOf(element).find((one) => {
        if (one.tagName === 'otherwise') return true;
        const holds = this.value(one, 'condition');
        if (typeof holds !== 'boolean') throw new ExpressionError('a condition is neither true nor false');
        return holds;
      });
      if (branch) this.run(branch, section);
    },
    'return-response': (element) => {
      const header = childrenOf(element).find(({ tagName }) => tagName === 'set-header');
      throw new Answered({
        answered: {
          status: Number(this.attribute(childOf(element, 'set-status'), 'code')),
          contentType: header ? (childOf(header, 'value').textContent ?? '') : '',
          body: this.filled(childOf(element, 'set-body').textContent ?? ''),
        },
      });
    },
    'validate-client-certificate': (element) => {
      const { certificate } = this.request;
      const asked = (name: string) => this.attribute(element, name) === 'true';
      const wrong =
        !certificate ||
        (asked('validate-trust') && !certificate.trusted) ||
        (asked('validate-not-before') && asked('validate-not-after') && !certificate.inTime);
      if (wrong && !asked('ignore-error')) throw new PolicyError('validate-client-certificate', 'CertificateInvalid');
    },
    'validate-jwt': (element) => {
      const { token } = this.request;
      const sent = this.headers[this.attribute(element, 'header-name').toLowerCase()] ?? '';
      const issuers = childrenOf(childOf(element, 'issuers')).map(({ textContent }) => textContent);
      const keys = this.attribute(childOf(element, 'openid-config'), 'url');
      const right =
        token !== undefined &&
        sent.startsWith(`${this.attribute(element, 'require-scheme')} `) &&
        this.attribute(element, 'require-signed-tokens') === 'true' &&
        token.valid &&
        keys === `${token.issuer}/.well-known/openid-configuration` &&
        issuers.includes(token.issuer);
      if (!right) throw new PolicyError('validate-jwt', token ? 'TokenInvalid' : 'TokenNotPresent');
      const claims: Host = {
        type: 'Claims',
        members: { GetValueOrDefault: { call: (name: Value, otherwise: Value = null) => token.claims[String(name)] ?? otherwise } },
      };
      this.variables.set(this.attribute(element, 'output-token-variable-name'), { type: 'Jwt', members: { Claims: claims } });
    },
    'rate-limit-by-key': (element) => {
      const [most, key] = [this.value(element, 'calls'), this.value(element, 'counter-key')];
      if (!this.limits.take(String(key), Number(most), Number(this.attribute(element, 'renewal-period'))))
        throw new PolicyError('rate-limit-by-key', 'RateLimitExceeded');
    },
  };
}

/** What becomes of a request, read from the XML alone. */
export const evaluate = (policies: PolicySet, request: Arriving, limits = new RateLimits(() => 0)): Outcome =>
  new Passage(policies, request, limits).go();
