import { CrmError } from '../../domain/failure';
import type { SignIn } from '../crm';
import { isOwnApp, type OutreachCredentials } from './credentials';
import { authorizeUrl, createExchange } from './oauth';

/**
 * Has the rep allow their own app to act for them, and adds the tokens this brought. A pasted token stays what it is.
 * Outreach offers no PKCE on this flow, so the app's secret takes part in the exchange.
 */
export async function signInToOutreach(
  credentials: OutreachCredentials,
  { fetch, signIn }: { fetch: typeof globalThis.fetch; signIn: SignIn },
): Promise<OutreachCredentials> {
  if (!isOwnApp(credentials)) return credentials;
  const { redirectUri } = signIn;
  const state = crypto.randomUUID();
  const code = readCode(await signIn.open(authorizeUrl(credentials, redirectUri, state)), redirectUri, state);
  const exchange = createExchange(credentials, { fetch });
  const grant = { grant_type: 'authorization_code', redirect_uri: redirectUri, code };
  return { ...credentials, tokens: await exchange(grant).catch(explainRefusal) };
}

/** The code in the address the CRM led back to. An answer to another question than ours is refused. */
function readCode(address: string, redirectUri: string, state: string): string {
  const back = URL.canParse(address) ? new URL(address) : null;
  const expected = new URL(redirectUri);
  if (!back || back.origin !== expected.origin || back.pathname !== expected.pathname) {
    throw refused('The sign-in led to another page than Dealside’s');
  }
  const error = back.searchParams.get('error');
  if (error !== null) throw refused(sentenceFor(error));
  if (back.searchParams.get('state') !== state)
    throw refused('The sign-in was answered by something else: start it again');
  const code = back.searchParams.get('code');
  if (code) return code;
  throw refused('Outreach sent no code back');
}

/** Codes of RFC 6749, section 4.1.2.1. */
function sentenceFor(error: string): string {
  switch (error) {
    case 'access_denied':
      return 'Outreach was not allowed to be connected: access was denied';
    case 'invalid_scope':
      return 'Your Outreach app lacks scopes that Dealside needs: add them in the developer portal';
    case 'unauthorized_client':
    case 'invalid_client':
      return 'Outreach does not know this client ID';
    case 'server_error':
    case 'temporarily_unavailable':
      return 'Outreach can’t sign anybody in at the moment';
    default:
      return 'Outreach refused the sign-in';
  }
}

function explainRefusal(error: unknown): never {
  if (!(error instanceof CrmError)) throw error;
  const { failure } = error;
  if (failure.kind !== 'invalid') throw error;
  if (failure.reason === 'invalid_client') throw new CrmError({ kind: 'unauthorized' });
  const isLate = failure.reason === 'invalid_grant';
  throw refused(
    isLate ? 'The sign-in took too long or was used before: start it again' : 'Outreach refused the sign-in',
  );
}

function refused(reason: string): CrmError {
  return new CrmError({ kind: 'invalid', reason, field: null });
}
