/**
 * Custom dates travel as Unix seconds of a midnight, and no document says where: the reference speaks of the day
 * only, while recorded values (1515744000, 1518595200, 1754031600) are midnights of Pacific time.
 */
const HALF_DAY = 43_200;
const DAY = 2 * HALF_DAY;

/** What is known of one account's midnights; the evidence is every value that passes. */
export interface DayClock {
  /** The day a value means, `YYYY-MM-DD`; `null` beyond what a date can hold. */
  read(seconds: number): string | null;
  /** `null` for what is no date. */
  write(day: string): number | null;
  /** Whether midnights were seen that come after UTC's, as in the Americas. */
  readonly isWestern: boolean;
}

export function createDayClock(): DayClock {
  let isWestern = false;
  return {
    get isWestern() {
      return isWestern;
    },
    read(seconds) {
      const offset = ((seconds % DAY) + DAY) % DAY;
      if (offset > 0 && offset < HALF_DAY) isWestern = true;
      // The nearest midnight: those of the east come before UTC's, those of the west after it.
      return toDay(seconds - offset + (offset > HALF_DAY ? DAY : 0));
    },
    write(day) {
      const seconds = startOf(day);
      // At UTC's midnight it is still the day before in the Americas; at noon it is the same day nearly everywhere.
      return seconds === null ? null : seconds + (isWestern ? HALF_DAY : 0);
    },
  };
}

/** Midnight UTC of `YYYY-MM-DD`, Unix seconds; `null` for what is no date. */
export function startOf(day: string): number | null {
  const seconds = /^\d{4}-\d{2}-\d{2}$/.test(day) ? Date.parse(`${day}T00:00:00Z`) / 1000 : NaN;
  return toDay(seconds) === day ? seconds : null;
}

/** The last second of the day, in the same terms. */
export function endOf(day: string): number | null {
  const seconds = startOf(day);
  return seconds === null ? null : seconds + DAY - 1;
}

function toDay(seconds: number): string | null {
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) ? null : date.toISOString().slice(0, 10);
}
