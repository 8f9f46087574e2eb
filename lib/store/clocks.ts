/**
 * CRMs list from an index that lags behind their records: for so long, milliseconds, a list may leave out what was
 * made, and show as it was what has been changed or deleted. Nobody documents how long it takes; seconds are usual.
 */
export const LAG = 60_000;

/** Clocks of CRMs and reps differ by so much at most, milliseconds. */
export const SKEW = 10 * 60_000;
