/**
 * Milliseconds: no CRM's window is longer (Outreach's is this long). A header that asks for more is mistaken, as one is
 * that gives milliseconds where seconds are due, and would keep the account out for days.
 */
const MAX_DELAY = 3_600_000;

function toDelay(milliseconds: number): number | undefined {
  return Number.isFinite(milliseconds) ? Math.min(Math.max(0, milliseconds), MAX_DELAY) : undefined;
}

/**
 * Milliseconds `Retry-After` asks to wait, at most an hour, given in seconds or as a date; `undefined` when absent or
 * unreadable.
 */
export function retryDelay(headers: Headers, now: number): number | undefined {
  const value = headers.get('Retry-After')?.trim();
  if (!value) return undefined;
  return toDelay(/^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - now);
}

/**
 * Milliseconds a 429 asks to wait, at most an hour: by `Retry-After`, else until the window named by `RateLimit-Reset`
 * or `X-RateLimit-Reset` ends (Outreach: Unix seconds; elsewhere seconds from now).
 */
export function limitDelay(headers: Headers, now: number): number | undefined {
  const reset = Number(headers.get('RateLimit-Reset') ?? headers.get('X-RateLimit-Reset') ?? NaN);
  const isMoment = reset > 1e9;
  return retryDelay(headers, now) ?? toDelay(isMoment ? reset * 1000 - now : reset * 1000);
}
