/** A request as the CRM saw it; times in epoch milliseconds. */
export interface Arrival {
  /** "POST /people/search". */
  call: string;
  /** What makes two of them the same. */
  key: string;
  at: number;
  /** Infinity while it is not answered. */
  endedAt: number;
}

/** Round trips in sequence: a new one begins with each request that came after another of the same one had ended. */
export function wavesOf(arrivals: readonly Arrival[]): Arrival[][] {
  const waves: Arrival[][] = [];
  for (const arrival of arrivals.toSorted((a, b) => a.at - b.at)) {
    const wave = waves.at(-1);
    if (wave?.every(({ endedAt }) => arrival.at < endedAt)) wave.push(arrival);
    else waves.push([arrival]);
  }
  return waves;
}

/** Requests made while the very same one was on its way. */
export function duplicatesInFlight(arrivals: readonly Arrival[]): Arrival[] {
  return arrivals.filter((one, place) =>
    arrivals.slice(0, place).some((other) => other.key === one.key && other.endedAt > one.at),
  );
}

/** How many of each endpoint: ids in paths count as one. */
export function byEndpoint(arrivals: readonly Arrival[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { call } of arrivals) {
    const endpoint = call.replaceAll(/\/\d+/g, '/:id');
    counts[endpoint] = (counts[endpoint] ?? 0) + 1;
  }
  return counts;
}
