import type { FakeApideck } from './server';

/** `fetch` that takes requests meant for Apideck's host to the fake, over the network; all others are refused. */
export function fetchFrom(fake: Pick<FakeApideck, 'url'>): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    const url = new URL(request.url);
    if (url.origin !== 'https://unify.apideck.com') throw new TypeError('A test may talk to its fake only');
    return fetch(new Request(`${fake.url}${url.pathname}${url.search}`, request));
  };
}
