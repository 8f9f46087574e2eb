import { readFileSync } from 'node:fs';

/** One request, by whom it was made. */
export interface LoggedRequest {
  initiator: string;
  url: URL;
}

interface NetLog {
  events: { params?: { url?: unknown; initiator?: unknown } }[];
}

/** Every request of these origins that Chromium's own network log knows, extension files aside. */
export function readRequests(file: string, initiators: readonly string[]): LoggedRequest[] {
  const log: NetLog = JSON.parse(readFileSync(file, 'utf8'));
  if (log.events.length === 0) throw new Error('The network log is empty: it would prove anything.');
  return log.events.flatMap(({ params }) => {
    const { url, initiator } = params ?? {};
    const isOurs = typeof url === 'string' && typeof initiator === 'string' && initiators.includes(initiator);
    return isOurs && !url.startsWith('chrome-extension:') ? [{ initiator, url: new URL(url) }] : [];
  });
}
