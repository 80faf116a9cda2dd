import { createHash } from 'node:crypto';

/** What the gateway sent to the token endpoint. */
export interface TokenQuestion {
  readonly authorization: string;
  readonly form: URLSearchParams;
}

/** Plays the issuer of operators for the gateway: who logged in, what their tokens are worth and how long. The gateway holds no token to a key, it only asks here. */
export class LoginIssuer {
  readonly asked: TokenQuestion[] = [];
  /** Life of the next access token. */
  lifeSeconds = 600;
  /** Sessions that have been ended: their refresh tokens are worth nothing. */
  ended = false;
  private readonly codes = new Map<string, string>();
  private readonly sessions = new Set<string>();
  private made = 0;

  constructor(
    private readonly client: string,
    private readonly secret: string,
  ) {}

  /** A person has logged in: the code that the browser brings back, good once and only with the verifier of that challenge (RFC 7636). */
  loggedIn(challenge: string): string {
    const code = `code-${++this.made}`;
    this.codes.set(code, challenge);
    return code;
  }

  /** Answers the token endpoint (RFC 6749, 4.1.3 and 6). */
  answer(question: TokenQuestion): { readonly status: number; readonly body: object } {
    this.asked.push(question);
    const { authorization, form } = question;
    if (authorization !== `Basic ${Buffer.from(`${this.client}:${this.secret}`).toString('base64')}`)
      return { status: 401, body: { error: 'invalid_client' } };
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    const code = form.get('code') ?? '';
    const renewal = form.get('grant_type') === 'refresh_token';
    const right = renewal ? !this.ended && this.sessions.has(form.get('refresh_token') ?? '') : this.codes.get(code) === challenge;
    this.codes.delete(code);
    if (!right) return { status: 400, body: { error: 'invalid_grant' } };
    const number = ++this.made;
    this.sessions.add(`refresh-${number}`);
    return {
      status: 200,
      body: {
        access_token: `access-${number}`,
        refresh_token: `refresh-${number}`,
        id_token: `identity-${number}`,
        token_type: 'Bearer',
        expires_in: this.lifeSeconds,
      },
    };
  }
}
