/** A conversation in which no email is found counts as not recognised after this many milliseconds: it may be late. */
export const UNRECOGNISED_MS = 2000;

/** Whether the page shows a conversation nobody can be found in, over several looks at it. */
export interface Doubt {
  /** What `findUnrecognised` told at the last look. True once that has been the same for `UNRECOGNISED_MS`. */
  heed(found: string | null): boolean;
  /** Stops waiting: the page is hidden, or left. */
  cancel(): void;
}

/** `look` is called when the wait is over, with nothing changed in the meantime. */
export function createDoubt(look: () => void): Doubt {
  let doubted: string | null = null;
  let known: string | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function cancel() {
    clearTimeout(timer);
    doubted = null;
  }
  return {
    cancel,
    heed(found) {
      if (found !== doubted) {
        cancel();
        doubted = found;
        if (found !== null && found !== known) {
          timer = setTimeout(() => {
            known = found;
            look();
          }, UNRECOGNISED_MS);
        }
      }
      return found !== null && found === known;
    },
  };
}
