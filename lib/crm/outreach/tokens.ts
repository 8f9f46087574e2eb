import { CrmError } from '../../domain/failure';
import { isOwnApp, type OutreachCredentials, type OwnApp, type Tokens } from './credentials';
import { type Exchange, isGrantRefused } from './oauth';

/** Access tokens for requests, renewed as they end. */
export interface TokenSource {
  /** One that is not about to end. */
  current(): Promise<string>;
  /** Another one after `refused` was answered with 401. Throws `unauthorized` where there is none to be had. */
  after(refused: string): Promise<string>;
}

interface Vault {
  read(): Promise<OutreachCredentials>;
  write(credentials: OutreachCredentials): Promise<void>;
}

/** Tokens, and the refresh token they were got with. */
interface Renewal {
  tokens: Tokens;
  grant: string;
}

/** A token is renewed this long before it ends, so that it outlives the request it is for. Milliseconds. */
const MARGIN = 120_000;
/** Outreach gives one token per user in this time; a token younger than that and refused is not worth another try. */
const MINUTE = 60_000;

/**
 * Renews with a refresh token that changes at each use. One renewal is under way at a time, however many requests
 * wait for it, and its tokens are written down before any of them is used. Where an answer was lost, or the worker
 * died between the answer and the writing, the old refresh token is all there is: it is tried, and if Outreach took
 * it back meanwhile the rep has to sign in again.
 */
export function createTokenSource(app: OwnApp, vault: Vault, exchange: Exchange): TokenSource {
  let tokens = app.tokens;
  let renewing: Promise<Tokens> | undefined;
  /** Got and not written down yet: the vault failed. */
  let unsaved: Renewal | undefined;
  /** A refresh token Outreach refused: it is not sent again. */
  let refusedGrant: string | undefined;
  let blockedUntil = 0;
  let renewedAt = -Infinity;

  async function renew(): Promise<Tokens> {
    const stored = await vault.read();
    // Connected another way meanwhile: that must not be overwritten.
    if (!isOwnApp(stored)) throw unauthorized();
    const known = stored.tokens;
    // Another life of the worker, or another window, may have renewed them.
    if (!unsaved && known && known.accessToken !== tokens?.accessToken && isFresh(known)) return known;
    unsaved ??= await exchangeOnce(known ?? tokens);
    const { tokens: renewed, grant } = unsaved;
    await save(renewed, grant);
    unsaved = undefined;
    renewedAt = Date.now();
    return renewed;
  }

  /** Over the very ones they replace: what came from signing in again during the renewal stays. */
  async function save(renewed: Tokens, grant: string): Promise<void> {
    const stored = await vault.read();
    if (isOwnApp(stored) && stored.tokens?.refreshToken === grant) {
      await vault.write({ ...stored, tokens: renewed });
    }
  }

  async function exchangeOnce(known: Tokens | undefined): Promise<Renewal> {
    if (!known || known.refreshToken === refusedGrant) throw unauthorized();
    if (blockedUntil > Date.now()) throw new CrmError({ kind: 'rate-limited', retryAt: blockedUntil });
    try {
      const grant = known.refreshToken;
      return { grant, tokens: await exchange({ grant_type: 'refresh_token', refresh_token: grant }) };
    } catch (error) {
      if (error instanceof CrmError && error.failure.kind === 'rate-limited') blockedUntil = error.failure.retryAt;
      if (!isGrantRefused(error)) throw error;
      refusedGrant = known.refreshToken;
    }
    // Refused because somebody else used it a moment ago: what they got is in the vault by now.
    const again = tokensOf(await vault.read());
    if (!again || again.refreshToken === refusedGrant) throw unauthorized();
    return isFresh(again) ? { grant: again.refreshToken, tokens: again } : exchangeOnce(again);
  }

  async function renewed(): Promise<string> {
    renewing ??= renew().finally(() => (renewing = undefined));
    tokens = await renewing;
    return tokens.accessToken;
  }

  return {
    async current() {
      return tokens && isFresh(tokens) ? tokens.accessToken : renewed();
    },
    async after(refused) {
      if (tokens && tokens.accessToken !== refused && isFresh(tokens)) return tokens.accessToken;
      if (renewedAt > Date.now() - MINUTE) throw unauthorized();
      return renewed();
    },
  };
}

/**
 * `fetch` with an access token in its header. A request answered with 401 is sent once more with another token: a
 * gateway refuses a token before anything is done (recorded: "Invalid JWT token.").
 */
export function withTokens(fetch: typeof globalThis.fetch, source: TokenSource): typeof globalThis.fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    // Can't be read back from a request; and whatever is told beside one resets its referrer policy.
    const beside: RequestInit = { priority: init?.priority ?? 'auto', referrerPolicy: request.referrerPolicy };
    const token = await source.current();
    const answer = await fetch(bearing(request.clone(), token), beside);
    if (answer.status !== 401) return answer;
    await answer.body?.cancel();
    return fetch(bearing(request, await source.after(token)), beside);
  };
}

function bearing(request: Request, token: string): Request {
  request.headers.set('Authorization', `Bearer ${token}`);
  return request;
}

function tokensOf(credentials: OutreachCredentials): Tokens | undefined {
  return isOwnApp(credentials) ? credentials.tokens : undefined;
}

function isFresh({ expiresAt }: Tokens): boolean {
  return expiresAt - MARGIN > Date.now();
}

function unauthorized(): CrmError {
  return new CrmError({ kind: 'unauthorized' });
}
