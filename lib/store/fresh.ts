/** How long an answer is good enough not to ask again, milliseconds; `unknown`: that nobody knows the person. */
export const FRESH = {
  person: 20_000,
  unknown: 5 * 60_000,
  open: 5 * 60_000,
  search: 20_000,
  scrolled: 10 * 60_000,
  catalog: 10 * 60_000,
};
