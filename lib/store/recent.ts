/**
 * Whether `at` was less than `period` before `now`, all in milliseconds. Never is not, and neither is what is yet to
 * come: after the clock was set back, it would stay recent for as long as that takes.
 */
export function isRecent(at: number | null | undefined, period: number, now: number): boolean {
  return typeof at === 'number' && at <= now && now - at < period;
}
