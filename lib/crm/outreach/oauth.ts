import { CrmError } from '../../domain/failure';
import { createHttp, type HttpOptions } from '../http';
import type { OwnApp, Tokens } from './credentials';
import { readOAuthRefusal } from './refusal';
import { wireTokens } from './wire';

export const OUTREACH_URL = 'https://api.outreach.io/api/v2';

/**
 * Everything Dealside does, and no more. Scopes are not additive: `write` does not include `read`.
 */
const SCOPES = [
  'prospects.all',
  'accounts.all',
  'opportunities.all',
  'opportunityStages.read',
  'opportunityProspectRoles.all',
  'users.read',
  'prospectNotes.write',
  'accountNotes.write',
];

/** Turns a grant into tokens; those without a refresh token keep the grant's. Throws `CrmError`; `invalid` with an OAuth code as its reason where it is refused. */
export type Exchange = (grant: Record<string, string>) => Promise<Tokens>;

/** The page the rep signs in on. */
export function authorizeUrl(app: OwnApp, redirectUri: string, state: string): string {
  const url = new URL('/oauth/authorize', app.baseUrl ?? OUTREACH_URL);
  url.search = new URLSearchParams({
    client_id: app.clientId,
    redirect_uri: redirectUri,
    response_type: 'code',
    scope: SCOPES.join(' '),
    state,
  }).toString();
  return url.href;
}

/**
 * The token endpoint, at the origin of the API's base URL. Nothing is sent twice by itself: a refresh token is used
 * up by the request whose answer was lost, and there is one token per user and minute.
 */
export function createExchange(
  app: OwnApp,
  options: Pick<HttpOptions, 'fetch'> & Partial<Pick<HttpOptions, 'baseUrl' | 'timeout'>>,
): Exchange {
  const baseUrl = new URL(options.baseUrl ?? app.baseUrl ?? OUTREACH_URL).origin;
  const http = createHttp({ ...options, baseUrl, headers: {}, readRefusal: readOAuthRefusal });
  return async (grant) => {
    const form = new URLSearchParams({ client_id: app.clientId, client_secret: app.clientSecret, ...grant });
    const answer = await http({ route: 'POST /oauth/token', form, schema: wireTokens, isOnce: true });
    const refreshToken = answer.refresh_token ?? grant.refresh_token;
    if (!refreshToken) throw new CrmError({ kind: 'malformed', where: 'POST /oauth/token: refresh_token' });
    return {
      accessToken: answer.access_token,
      refreshToken,
      expiresAt: Date.now() + answer.expires_in * 1000,
    };
  };
}

/** True where the grant itself was refused; servers answer so with 400 or with 401. */
export function isGrantRefused(error: unknown): boolean {
  return error instanceof CrmError && (error.failure.kind === 'unauthorized' || error.failure.kind === 'invalid');
}
