import { z } from 'zod';

const SENTENCE = 'A base URL begins with https:// and has no query, such as https://crm-proxy.example.com/copper.';

/** The address of a team's proxy, without a trailing slash; `undefined` where the field was left empty. */
export const baseUrlSchema: z.ZodType<string | undefined> = z
  .string(SENTENCE)
  .trim()
  .optional()
  .transform((text) => text?.replace(/\/+$/, '') || undefined)
  .refine((url) => url === undefined || isPlainHttps(url), SENTENCE);

/** Credentials belong in headers: a URL with a user, a query or a fragment would carry them elsewhere. */
function isPlainHttps(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, username, password, search, hash } = new URL(url);
  return protocol === 'https:' && [username, password, search, hash].every((part) => part === '');
}
