/** Waits between tries, in milliseconds: a worker that is starting answers within the first. */
export const RETRY_DELAYS_MS = [200, 1000, 5000] as const;

/** How values get out of the page. */
export interface Delivery<Value> {
  send: (value: Value) => Promise<unknown>;
  /** True once the extension was updated, reloaded or removed: this script is an orphan and must fall silent. */
  isOrphan: () => boolean;
  signal: AbortSignal;
}

/**
 * Returns a function that sends the newest value and tries again where that fails. Only the newest is ever retried:
 * an older one would overwrite what the worker already knows.
 */
export function deliverNewest<Value>({ send, isOrphan, signal }: Delivery<Value>): (value: Value) => void {
  let retry: ReturnType<typeof setTimeout> | undefined;
  let newest = 0;
  signal.addEventListener('abort', () => clearTimeout(retry));

  async function attempt(value: Value, id: number, tries: number) {
    if (isOrphan() || signal.aborted) return;
    try {
      await send(value);
    } catch {
      const delay = RETRY_DELAYS_MS[tries];
      // Asked even when no retry follows: an orphan learns here that it is one.
      if (isOrphan() || signal.aborted || id !== newest || delay === undefined) return;
      retry = setTimeout(() => void attempt(value, id, tries + 1), delay);
    }
  }
  return (value) => {
    clearTimeout(retry);
    newest += 1;
    void attempt(value, newest, 0);
  };
}
