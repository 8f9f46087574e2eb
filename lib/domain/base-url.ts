/** What is wrong with a base URL, and what a good one looks like. */
export const BASE_URL_PROBLEM =
  'A base URL begins with https:// and has no query, such as https://crm-proxy.example.com/copper.';

/**
 * Whether `url` may be the address of a team's proxy. Credentials belong in headers: a URL with a user, a query or a
 * fragment would carry them elsewhere.
 */
export function isBaseUrl(url: string): boolean {
  // Empty ones count as well: what follows a lone `?` would be a query.
  return URL.canParse(url) && new URL(url).protocol === 'https:' && !/[?#@]/.test(url);
}
