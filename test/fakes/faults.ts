/** Something that goes wrong with one request, instead of its answer. */
export interface Fault {
  /** The requests it is for, as "POST /people/search" (start of method and path); all where it is missing. */
  match?: string | RegExp;
  /** How many requests it lasts for; 1 unless told. */
  times?: number;
  status?: number;
  /** Answered as JSON. */
  body?: unknown;
  /** Answered as a page, as a proxy or a sign-in would. */
  html?: string;
  /** Answered as it is, and called JSON. */
  raw?: string;
  /** Seconds or a date, as a header. */
  retryAfter?: string;
  /** Headers of the answer. */
  headers?: Record<string, string>;
  /** Never answers. */
  hang?: boolean;
  /** Ends the connection: before anything is done, or after it was done and before it is said. */
  drop?: 'before' | 'after';
  /** Waits for this, and then goes on as it would have. */
  delayUntil?: Promise<unknown>;
}

/** Faults to come, in order: the first that matches a request is used up by it. */
export interface Faults {
  next(fault: Fault): void;
  /** Back to a server that works. */
  clear(): void;
  take(call: string): Fault | undefined;
}

export function createFaults(): Faults {
  let pending: { fault: Fault; left: number }[] = [];
  return {
    next: (fault) => void pending.push({ fault, left: fault.times ?? 1 }),
    clear: () => (pending = []),
    take(call) {
      const found = pending.find(({ fault: { match = '' } }) =>
        typeof match === 'string' ? call.startsWith(match) : match.test(call),
      );
      if (!found) return undefined;
      found.left -= 1;
      pending = pending.filter(({ left }) => left > 0);
      return found.fault;
    },
  };
}
