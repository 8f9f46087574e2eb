import { z } from 'zod';
import { baseUrlSchema } from '../base-url';

/** What OAuth gave: an access token for two hours, and a refresh token for fourteen days that changes with each use. */
export interface Tokens {
  accessToken: string;
  refreshToken: string;
  /** Epoch milliseconds at which the access token ends. */
  expiresAt: number;
}

/** An access token pasted by hand: nothing can renew it. */
export interface PastedToken {
  accessToken: string;
  baseUrl?: string;
}

/** The rep's own app in the Outreach developer portal, and after signing in the tokens it got. */
export interface OwnApp {
  clientId: string;
  clientSecret: string;
  tokens?: Tokens;
  baseUrl?: string;
}

/** What Outreach asks for: one of two ways to connect. */
export type OutreachCredentials = OwnApp | PastedToken;

/** True where the rep signs in with an app of their own. */
export function isOwnApp(credentials: OutreachCredentials): credentials is OwnApp {
  return 'clientSecret' in credentials;
}

const NEITHER = 'Enter the client ID and secret of your Outreach app, or paste an access token.';
const NO_ID = "Enter the app's client ID too: it stands above the secret in the developer portal.";
const NO_SECRET = "Enter the app's client secret too: it is shown once, when the app is made.";
const UNREADABLE = 'This has no spaces and no special letters: copy it again.';

/** Tokens travel in headers: a line break or a letter outside ASCII would make the browser refuse every request. */
const optionalText = z
  .string(UNREADABLE)
  .trim()
  .regex(/^[\x21-\x7e]*$/, UNREADABLE)
  .optional()
  .transform((value) => value || undefined);

const token = z.string().regex(/^[\x21-\x7e]+$/, UNREADABLE);

/** Inputs left empty count as absent. Where both ways are filled in, the app wins: it lasts longer than two hours. */
export const outreachCredentials: z.ZodType<OutreachCredentials> = z
  .object({
    clientId: optionalText,
    clientSecret: optionalText,
    accessToken: optionalText,
    tokens: z.object({ accessToken: token, refreshToken: token, expiresAt: z.number() }).optional(),
    baseUrl: baseUrlSchema,
  })
  .transform(({ clientId, clientSecret, accessToken, tokens, baseUrl }, context): OutreachCredentials => {
    const base = baseUrl ? { baseUrl } : {};
    if (clientId && clientSecret) return { clientId, clientSecret, ...(tokens ? { tokens } : {}), ...base };
    if (accessToken) return { accessToken, ...base };
    const [name, message] = clientId ? ['clientSecret', NO_SECRET] : ['clientId', clientSecret ? NO_ID : NEITHER];
    context.addIssue({ code: 'custom', path: [name], message });
    return z.NEVER;
  });
