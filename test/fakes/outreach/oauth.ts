import { randomUUID } from 'node:crypto';
import { oauthRefused } from './errors';

/** How an account's OAuth differs from what is usual. */
export interface OAuthSettings {
  /** Whether the rep clicks "Allow" on the page. */
  consent: 'allow' | 'deny';
  /** One new token per user in any 60 seconds. */
  isLimited: boolean;
  /** What a token covers: what was asked for, unless told. */
  scopes?: readonly string[];
  now(): number;
}

interface Grant {
  scopes: readonly string[] | null;
  expiresAt: number;
}

/** The OAuth side of a fake account; tests may read and change it. */
export interface OAuth {
  settings: OAuthSettings;
  clientId: string;
  clientSecret: string;
  redirectUris: string[];
  accessTokens: Map<string, Grant>;
  refreshTokens: Map<string, Grant & { isUsed: boolean }>;
  codes: Map<string, { redirectUri: string; scopes: string[] }>;
  /** How many tokens were given. */
  given: number;
  /** Where the authorize page leads, as `Location`. Throws `Refused`. */
  authorize(query: URLSearchParams): string;
  /** Answers the token endpoint. Throws `Refused`. */
  exchange(form: URLSearchParams): Record<string, unknown>;
  /** Gives a pair of tokens as if the rep had signed in. */
  give(scopes?: readonly string[] | null): { accessToken: string; refreshToken: string; expiresAt: number };
  /** Ends an access token before its time. */
  revoke(accessToken: string): void;
}

const TWO_HOURS = 7200_000;
const FORTNIGHT = 14 * 86_400_000;
const MINUTE = 60_000;

export function createOAuth(settings: OAuthSettings): OAuth {
  let lastGivenAt = -Infinity;

  const oauth: OAuth = {
    settings,
    clientId: 'fake-client',
    clientSecret: 'fake-secret',
    redirectUris: ['https://abcdefghijklmnopabcdefghijklmnop.chromiumapp.org/'],
    accessTokens: new Map(),
    refreshTokens: new Map(),
    codes: new Map(),
    given: 0,
    authorize,
    exchange,
    give,
    revoke: (accessToken) => void oauth.accessTokens.delete(accessToken),
  };

  function authorize(query: URLSearchParams): string {
    const { client_id, redirect_uri = '', response_type, scope = '', state } = Object.fromEntries(query);
    // A page of Outreach's own is shown in these cases: nobody knows that the address may be trusted.
    if (client_id !== oauth.clientId) throw oauthRefused(401, 'invalid_client');
    if (!oauth.redirectUris.includes(redirect_uri)) throw oauthRefused(400, 'invalid_redirect_uri');
    const back = new URL(redirect_uri);
    if (state !== undefined) back.searchParams.set('state', state);
    const error = response_type === 'code' ? errorFor(scope) : 'unsupported_response_type';
    if (error) {
      back.searchParams.set('error', error);
      return back.href;
    }
    const code = randomUUID();
    oauth.codes.set(code, { redirectUri: redirect_uri, scopes: scope.split(' ') });
    back.searchParams.set('code', code);
    return back.href;
  }

  function errorFor(scope: string): string | undefined {
    if (!scope.split(' ').every((one) => /^[a-z]\w+\.(read|write|delete|all)$/i.test(one))) return 'invalid_scope';
    return settings.consent === 'deny' ? 'access_denied' : undefined;
  }

  function exchange(form: URLSearchParams): Record<string, unknown> {
    const { client_id, client_secret, grant_type } = Object.fromEntries(form);
    if (client_id !== oauth.clientId || client_secret !== oauth.clientSecret) throw oauthRefused(401, 'invalid_client');
    const now = settings.now();
    const grant = grant_type === 'authorization_code' ? byCode(form) : byRefreshToken(form, grant_type);
    if (settings.isLimited && lastGivenAt > now - MINUTE) {
      const seconds = Math.ceil((lastGivenAt + MINUTE - now) / 1000);
      throw oauthRefused(429, 'rate_limit_exceeded', { 'Retry-After': `${seconds}` });
    }
    grant.use();
    const { accessToken, refreshToken } = give(grant.scopes);
    return {
      access_token: accessToken,
      token_type: 'Bearer',
      expires_in: TWO_HOURS / 1000,
      refresh_token: refreshToken,
      scope: (grant.scopes ?? []).join(' '),
      created_at: Math.floor(now / 1000),
    };
  }

  function byCode(form: URLSearchParams) {
    const code = form.get('code') ?? '';
    const known = oauth.codes.get(code);
    if (!known || known.redirectUri !== form.get('redirect_uri')) throw oauthRefused(400, 'invalid_grant');
    return { scopes: settings.scopes ?? known.scopes, use: () => void oauth.codes.delete(code) };
  }

  /** A refresh token works once; a second use is taken for theft and ends what came of the first. */
  function byRefreshToken(form: URLSearchParams, grantType: string | undefined) {
    if (grantType !== 'refresh_token') throw oauthRefused(400, 'unsupported_grant_type');
    const known = oauth.refreshTokens.get(form.get('refresh_token') ?? '');
    if (!known || known.expiresAt <= settings.now()) throw oauthRefused(400, 'invalid_grant');
    if (known.isUsed) {
      oauth.accessTokens.clear();
      oauth.refreshTokens.clear();
      throw oauthRefused(400, 'invalid_grant');
    }
    return { scopes: known.scopes, use: () => void (known.isUsed = true) };
  }

  function give(scopes: readonly string[] | null = null) {
    const now = settings.now();
    oauth.given += 1;
    const [accessToken, refreshToken] = [`access-${oauth.given}`, `refresh-${oauth.given}`];
    oauth.accessTokens.set(accessToken, { scopes, expiresAt: now + TWO_HOURS });
    oauth.refreshTokens.set(refreshToken, { scopes, expiresAt: now + FORTNIGHT, isUsed: false });
    lastGivenAt = now;
    return { accessToken, refreshToken, expiresAt: now + TWO_HOURS };
  }

  return oauth;
}
