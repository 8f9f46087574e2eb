import { CrmError } from '../domain/failure';

/** Statuses whose answers may not have a body; `new Response` refuses one. */
const BODILESS = new Set([101, 204, 205, 304]);

/** `fetch` whose answers break off with `CrmError` `malformed` after `maxBytes`: no server fills the worker's memory. */
export function limitBody(fetch: typeof globalThis.fetch, maxBytes: number): typeof globalThis.fetch {
  return async (input, init) => {
    const response = await fetch(input, init);
    if (!response.body || BODILESS.has(response.status)) return response;
    const { status, statusText, headers } = response;
    return new Response(response.body.pipeThrough(countBytes(maxBytes)), { status, statusText, headers });
  };
}

function countBytes(maxBytes: number): TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>> {
  let seen = 0;
  return new TransformStream({
    transform(chunk, controller) {
      seen += chunk.byteLength;
      if (seen > maxBytes) controller.error(new CrmError({ kind: 'malformed', where: 'an answer that is too long' }));
      else controller.enqueue(chunk);
    },
  });
}
