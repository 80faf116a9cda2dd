import { setTimeout as sleep } from 'node:timers/promises';
import { connectionManager } from '../../config/model/connection-manager';
import type { Edge } from './environment';
import { type Answer, type Call, call } from './site';

/** A browser's memory: what it was told to keep for the one host. */
class Cookies {
  private readonly kept = new Map<string, string>();

  take({ headers }: Answer): this {
    for (const line of headers['set-cookie'] ?? []) {
      const [pair = ''] = line.split(';');
      const at = pair.indexOf('=');
      const [name, value] = [pair.slice(0, at), pair.slice(at + 1)];
      if (value === '' || value === 'deleted' || /max-age=0|expires=thu, 01 jan 1970/i.test(line)) this.kept.delete(name);
      else this.kept.set(name, value);
    }
    return this;
  }

  /** The same with one cookie that somebody has written himself. */
  forged(name: RegExp, value: string): Cookies {
    const other = new Cookies();
    for (const [key, old] of this.kept) other.kept.set(key, name.test(key) ? value : old);
    return other;
  }

  get names(): string[] {
    return [...this.kept.keys()];
  }

  get header(): string {
    return [...this.kept].map(([name, value]) => `${name}=${value}`).join('; ');
  }
}

const reached = (answer: Answer) => JSON.parse(answer.body) as { path: string; headers: Record<string, string> };

/** How an operator logs in at the gateway before the connection manager: the gateway is real, the issuer is played. */
export function loginProofs(edgeOf: () => Edge, operator: string): void {
  const proof = (title: string, body: () => Promise<void>) => test(title, body, 240_000);

  describe('operators log in at the gateway (the issuer is played)', () => {
    const ask = (path: string, cookies = new Cookies(), more: Partial<Call> = {}) => {
      const { port, model } = edgeOf();
      const cookie = cookies.header;
      return call({ port, host: model.hosts.connectionManager, path, from: operator, headers: cookie ? { cookie } : {}, ...more });
    };
    /** Where a browser is sent to log in; undefined when it is not. */
    const sentTo = ({ status, headers }: Answer) => (status === 302 ? new URL(headers.location ?? 'http://nowhere.invalid') : undefined);

    async function logIn(): Promise<{ readonly cookies: Cookies; readonly back: Answer; readonly login: URL }> {
      const first = await ask('/dfsps?page=2');
      const login = sentTo(first);
      if (!login) throw new Error(`no login is asked for: ${first.status}`);
      const cookies = new Cookies().take(first);
      const code = edgeOf().logins.loggedIn(login.searchParams.get('code_challenge') ?? '');
      const state = encodeURIComponent(login.searchParams.get('state') ?? '');
      const back = await ask(`${connectionManager.loginPath}?code=${code}&state=${state}`, cookies);
      return { cookies: cookies.take(back), back, login };
    }

    proof(
      'nobody reaches it without; who has logged in comes to the page that was asked for, and no token leaves the gateway',
      async () => {
        const { hosts } = edgeOf().model;
        const { cookies, back, login } = await logIn();
        expect(`${login.origin}${login.pathname}`).toBe(`https://${hosts.keycloak}/realms/hub-operators/protocol/openid-connect/auth`);
        expect(Object.fromEntries(login.searchParams)).toMatchObject({
          client_id: connectionManager.client,
          redirect_uri: `https://${hosts.connectionManager}${connectionManager.loginPath}`,
          response_type: 'code',
          code_challenge_method: 'S256',
        });
        expect(sentTo(back)?.href).toBe(`https://${hosts.connectionManager}/dfsps?page=2`);
        const page = await ask('/dfsps?page=2', cookies);
        expect(page.status).toBe(200);
        expect(reached(page).path).toBe('/dfsps?page=2');
        expect(reached(page).headers.authorization).toBeUndefined();
        // Every cookie is the browser's alone: no script of a page reads it, and none goes without TLS.
        const set = (back.headers['set-cookie'] ?? []).filter((line) => !line.includes('=deleted;'));
        expect(set.length).toBeGreaterThan(3);
        expect(set.filter((line) => !(/httponly/i.test(line) && /secure/i.test(line)))).toEqual([]);
        expect((await ask('/api/dfsps', cookies)).status).toBe(200);
      },
    );

    proof('a session that somebody made himself is none, nor a login that another browser began', async () => {
      const { cookies, login } = await logIn();
      // With the token of the session a browser gets the next one, so that has to be another's too.
      for (const names of [/^(OauthHMAC|RefreshToken)/, /^(OauthExpires|RefreshToken)/])
        expect(sentTo(await ask('/', cookies.forged(names, '99999999999')))).toBeDefined();
      const code = edgeOf().logins.loggedIn(login.searchParams.get('code_challenge') ?? '');
      const state = encodeURIComponent(login.searchParams.get('state') ?? '');
      const stranger = await ask(`${connectionManager.loginPath}?code=${code}&state=${state}`);
      expect(stranger.status).toBe(401);
    });

    proof('a session opens nothing from an address that is not an operator’s', async () => {
      const { cookies } = await logIn();
      expect((await ask('/', cookies, { from: '127.0.6.9' })).status).toBe(403);
      expect((await ask('/', cookies)).status).toBe(200);
    });

    proof(
      'a token that has run out is renewed without a page; when the session has been ended, the next page asks for a login',
      async () => {
        const { logins } = edgeOf();
        logins.lifeSeconds = 1;
        const { cookies } = await logIn();
        await sleep(2100);
        const asked = logins.asked.length;
        const renewed = await ask('/', cookies);
        expect(renewed.status).toBe(200);
        expect(logins.asked.slice(asked).map(({ form }) => form.get('grant_type'))).toEqual(['refresh_token']);
        cookies.take(renewed);
        logins.ended = true;
        await sleep(2100);
        expect(sentTo(await ask('/', cookies))).toBeDefined();
        logins.ended = false;
        logins.lifeSeconds = 600;
      },
    );

    proof('a sign-out takes the session away, here and at the issuer', async () => {
      const { hosts } = edgeOf().model;
      const { cookies } = await logIn();
      const out = await ask('/logout', cookies);
      const issuer = sentTo(out);
      expect(`${issuer?.origin}${issuer?.pathname}`).toBe(`https://${hosts.keycloak}/realms/hub-operators/protocol/openid-connect/logout`);
      cookies.take(out);
      expect(cookies.names.filter((name) => /^(OauthHMAC|AccessToken|RefreshToken)/.test(name))).toEqual([]);
      expect(sentTo(await ask('/', cookies))).toBeDefined();
    });
  });
}
