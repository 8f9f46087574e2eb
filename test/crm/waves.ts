/**
 * Counts round trips in sequence: requests made at the same time go out together, and none is answered before all
 * of them are.
 */
export function inWaves(fetch: typeof globalThis.fetch): { fetch: typeof globalThis.fetch; waves: string[][] } {
  const waves: string[][] = [];
  let waiting: { name: string; send(): Promise<() => void> }[] = [];

  async function release(): Promise<void> {
    const wave = waiting;
    waiting = [];
    waves.push(wave.map(({ name }) => name).toSorted());
    const answers = await Promise.all(wave.map((request) => request.send()));
    for (const answer of answers) answer();
  }

  return {
    waves,
    fetch: (input, init) =>
      new Promise((resolve, reject) => {
        const request = new Request(input, init);
        const name = `${request.method} ${new URL(request.url).pathname.replace('/developer_api/v1', '')}`;
        const send = async () => {
          try {
            const response = await fetch(request);
            const { status, headers } = response;
            const whole = new Response(await response.arrayBuffer(), { status, headers });
            return () => resolve(whole);
          } catch (error) {
            return () => reject(error);
          }
        };
        if (waiting.push({ name, send }) === 1) setImmediate(() => void release());
      }),
  };
}
