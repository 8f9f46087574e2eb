import { CrmError } from '../../domain/failure';
import { OUTREACH_URL } from './oauth';

/**
 * The query of `links.next`, to be asked of our own base URL: that way a token goes nowhere else, whatever an answer
 * says. A link to another list or another host is refused; that of Outreach itself is right behind a proxy, too,
 * which need not rewrite what it passes on.
 */
export function cursorOf(next: string, baseUrl: string, path: string): string {
  const link = URL.canParse(next, baseUrl) ? new URL(next, baseUrl) : null;
  const known = [baseUrl, OUTREACH_URL].map((url) => new URL(`${url}${path}`).href);
  if (link && link.search !== '' && known.includes(`${link.origin}${link.pathname}`)) return link.search.slice(1);
  throw new CrmError({ kind: 'malformed', where: `GET ${path}: links.next` });
}

/** Parts of a list until its end, at most `max` of them. */
export async function readParts<Part extends { next: string | null }>(
  read: (cursor: string | null) => Promise<Part>,
  max: number,
): Promise<{ parts: Part[]; isTruncated: boolean }> {
  const parts: Part[] = [];
  let cursor: string | null = null;
  do {
    const part: Part = await read(cursor);
    parts.push(part);
    cursor = part.next;
  } while (cursor !== null && parts.length < max);
  return { parts, isTruncated: cursor !== null };
}
