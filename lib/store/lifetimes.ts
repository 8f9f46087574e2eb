import type { ConnectionId } from '../domain/opportunity';

/**
 * Work for a connection takes seconds, and meanwhile the connection may end or its records be replaced. What comes
 * back then must not be written: it would bring back what was just forgotten. In memory only, like the work itself.
 */
export interface Lifetimes {
  /** Returns what tells later whether the connection is still the one the work began for. */
  begin(connection: ConnectionId): () => boolean;
  /** Ends what has begun so far. */
  end(connection: ConnectionId): void;
}

/** Lifetimes of all connections. */
export function createLifetimes(): Lifetimes {
  const ended = new Map<ConnectionId, number>();
  const countOf = (connection: ConnectionId) => ended.get(connection) ?? 0;
  return {
    begin(connection) {
      const count = countOf(connection);
      return () => countOf(connection) === count;
    },
    end: (connection) => void ended.set(connection, countOf(connection) + 1),
  };
}
