import { CrmError } from '../domain/failure';

/**
 * `fetch` for one connection: it reaches the hosts of `origins` (match patterns) over https and no other, whatever a
 * CRM's answer points to. The manifest cannot say so: a proxy's host is known only once it is typed in.
 */
export function guardOrigins(fetch: typeof globalThis.fetch, origins: readonly string[]): typeof globalThis.fetch {
  const hosts = new Set(origins.map((origin) => new URL(origin.replace(/\*$/, '')).hostname));
  return async (input, init) => {
    const { protocol, hostname } = new URL(input instanceof Request ? input.url : input);
    if (protocol !== 'https:' || !hosts.has(hostname)) {
      throw new CrmError({ kind: 'malformed', where: 'a link to another host' });
    }
    return fetch(input, init);
  };
}
