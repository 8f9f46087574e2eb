/** One line of `design/quality.md`, as measured now. */
export interface Row {
  row: string;
  goal: string;
  ours: string;
  peers: Peer[];
  /** `null` where it could not be told: not run, or failed. */
  isMet: boolean | null;
  /** What the numbers include, how many runs there were, by how much a goal is missed. */
  note: string;
  /** Every number behind the line, with its unit in its name. */
  numbers?: Record<string, unknown>;
}

/** Somebody else's number for the same. */
export interface Peer {
  name: string;
  value: string;
}

/** How much is run: `quick` is for trying the bench itself, its numbers are not to be told. */
export interface Effort {
  isQuick: boolean;
}

/** Measures some rows together; rejects where that is not possible. */
export interface Measure {
  /** For `--only`. */
  name: string;
  /** The rows it is going to tell, for when it fails. */
  rows: readonly string[];
  measure(effort: Effort): Promise<Row[]>;
}

/** The row of something that could not be measured, with the reason. */
export function failedRow(row: string, goal: string, error: unknown): Row {
  const reason = error instanceof Error ? error.message : String(error);
  return { row, goal, ours: 'failed', peers: [], isMet: null, note: firstLines(reason) };
}

/** Playwright's errors go on with a log of every step. */
function firstLines(text: string): string {
  return text.split('\n').slice(0, 3).join(' ').slice(0, 300);
}

/** "12 % over the goal", or nothing where the goal is met. */
export function missedBy(value: number, goal: number): string {
  if (value <= goal) return '';
  const percent = ((value / goal - 1) * 100).toFixed(0);
  return `missed by ${Number((value - goal).toPrecision(3))} (${percent} %)`;
}

/** Joins the parts of a note that say something. */
export function noteOf(...parts: string[]): string {
  return parts.filter((part) => part !== '').join('; ');
}
