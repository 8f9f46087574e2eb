import { CrmError } from '../../domain/failure';
import { OUTREACH_URL } from './oauth';

/** In place of the query of a link that is not followed: there is more, and no way to it. */
export const NOWHERE = '#';

/**
 * The query of `links.next`, to be asked of our own base URL: that way a token goes nowhere else, whatever an answer
 * says. A link to another list or another host is `NOWHERE`, for the part it came with is good all the same; that of
 * Outreach itself is right behind a proxy, too, which need not rewrite what it passes on.
 */
export function cursorOf(next: string, baseUrl: string, path: string): string {
  const link = URL.canParse(next, baseUrl) ? new URL(next, baseUrl) : null;
  const known = [baseUrl, OUTREACH_URL].map((url) => new URL(`${url}${path}`).href);
  const isKnown = link && link.search !== '' && known.includes(`${link.origin}${link.pathname}`);
  return isKnown ? link.search.slice(1) : NOWHERE;
}

/** Throws for the cursor that leads nowhere. */
export function checkCursor(cursor: unknown, path: string): void {
  if (cursor === NOWHERE) throw new CrmError({ kind: 'malformed', where: `GET ${path}: links.next` });
}

/** Parts of a list until its end or where nothing leads on, at most `max` of them. */
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
  } while (cursor !== null && cursor !== NOWHERE && parts.length < max);
  return { parts, isTruncated: cursor !== null };
}
