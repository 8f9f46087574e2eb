import { describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { createHttp, type HttpOptions } from '../../lib/crm/http';
import { CrmError } from '../../lib/domain/failure';
import { failureOf } from './contract';

const thing = z.object({ id: z.number(), owner: z.object({ name: z.string() }).optional() });
const SECRET = 's3cret-key';

/** A client whose network answers with `answers` in order, and a log of what it was asked. */
function createClient(answers: (() => Response | Promise<Response>)[], options: Partial<HttpOptions> = {}) {
  const requests: Request[] = [];
  /** What was told beside them. */
  const inits: (RequestInit | undefined)[] = [];
  const http = createHttp({
    baseUrl: 'https://crm.example/v1',
    headers: { 'X-Key': SECRET },
    readRefusal: (body) => ({ reason: (body as { why?: string } | undefined)?.why ?? '', field: 'title' }),
    backoff: () => 1,
    ...options,
    fetch: async (input, init) => {
      inits.push(init);
      const request = input as Request;
      request.signal.throwIfAborted();
      requests.push(request.clone());
      const answer = answers[requests.length - 1];
      if (!answer) throw new Error('asked more often than the test foresaw');
      const aborted = new Promise<Response>((_, reject) =>
        request.signal.addEventListener('abort', () => reject(request.signal.reason)),
      );
      return Promise.race([answer(), aborted]);
    },
  });
  const read = () => http({ route: 'GET /things/{id}', params: { id: '1' }, schema: thing });
  const find = () => http({ route: 'POST /things/search', json: { name: 'x' }, schema: thing, isRead: true });
  const write = () => http({ route: 'PUT /things/{id}', params: { id: '1' }, json: { name: 'x' }, schema: thing });
  return { http, requests, inits, read, find, write };
}

const json =
  (body: unknown, status = 200, headers: Record<string, string> = {}) =>
  () =>
    Response.json(body, { status, headers });
const page = (status: number) => () => new Response('<html>', { status, headers: { 'Content-Type': 'text/html' } });
const offline = () => Promise.reject(new TypeError('Failed to fetch'));
const never = () => new Promise<Response>(() => undefined);

describe('a call', () => {
  it('fills in the path, sends the headers, and returns what the schema keeps', async () => {
    const { http, requests } = createClient([json({ id: 1, extra: true })]);
    const body = await http({ route: 'GET /things/{id}/of/{kind}', params: { id: '1', kind: 'a/b' }, schema: thing });
    expect(body).toEqual({ id: 1 });
    expect(requests[0]).toMatchObject({ method: 'GET', url: 'https://crm.example/v1/things/1/of/a%2Fb' });
    expect(requests[0]?.headers.get('X-Key')).toBe(SECRET);
    expect(requests[0]?.headers.get('Accept')).toBe('application/json');
  });

  it('carries no cookies and no referrer, follows no redirect, keeps no copy', async () => {
    const { write, requests } = createClient([json({ id: 1 })]);
    await write();
    const policy = { credentials: 'omit', referrerPolicy: 'no-referrer', redirect: 'manual', cache: 'no-store' };
    expect(requests[0]).toMatchObject(policy);
    expect(await requests[0]?.json()).toEqual({ name: 'x' });
  });

  it('tells the rate limit that a write goes before a read, at each attempt', async () => {
    const again = json({}, 429);
    const { read, find, write, inits } = createClient([
      json({ id: 1 }),
      again,
      json({ id: 1 }),
      again,
      json({ id: 1 }),
    ]);
    await read();
    await find();
    await write();
    expect(inits.map((init) => init?.priority)).toEqual(['auto', 'auto', 'auto', 'high', 'high']);
  });

  it('has the priority of its client or its own', async () => {
    const { http, read, write, inits } = createClient(
      Array.from({ length: 4 }, () => json({ id: 1 })),
      {
        priority: 'low',
      },
    );
    await read();
    await write();
    await http({ route: 'GET /things', schema: thing, priority: 'high' });
    await http({ route: 'DELETE /things', schema: thing, priority: 'low' });
    expect(inits.map((init) => init?.priority)).toEqual(['low', 'high', 'high', 'low']);
  });

  it('carries no referrer either where the network is told more beside the request', async () => {
    const { write, requests, inits } = createClient([json({ id: 1 })]);
    await write();
    expect(new Request(requests[0]!, inits[0]).referrerPolicy).toBe('no-referrer');
    expect(inits[0]).toHaveProperty('referrerPolicy', 'no-referrer');
  });

  it('gives up with an AbortError when the caller does', async () => {
    const { http } = createClient([never]);
    const controller = new AbortController();
    const call = http({ route: 'GET /things', schema: thing, signal: controller.signal });
    controller.abort();
    await expect(call).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('retries', () => {
  it.each([
    ['the network fails', offline],
    ['the server fails', json({}, 500)],
    ['a gateway fails', page(502)],
    ['the server is busy', json({}, 503, { 'Retry-After': '0' })],
    ['the limit is reached', json({}, 429)],
  ])('read again when %s', async (_, failure) => {
    const { read, find, requests } = createClient([failure, failure, json({ id: 1 }), failure, json({ id: 2 })]);
    expect(await read()).toEqual({ id: 1 });
    expect(await find()).toEqual({ id: 2 });
    expect(requests).toHaveLength(5);
  });

  it('read again when an attempt takes too long', async () => {
    const { read } = createClient([never, json({ id: 1 })], { timeout: 20 });
    expect(await read()).toEqual({ id: 1 });
  });

  it.each([
    ['the network fails', offline],
    ['the server fails', json({}, 500)],
    ['the server is busy', json({}, 503, { 'Retry-After': '0' })],
    ['it takes too long', never],
  ])('never write twice when %s: the first may have been applied', async (_, failure) => {
    const { write, requests } = createClient([failure], { timeout: 20 });
    await failureOf(write());
    expect(requests).toHaveLength(1);
  });

  it('write again after a 429, which proves that nothing was applied', async () => {
    const { write, requests } = createClient([json({}, 429), json({ id: 1 })]);
    expect(await write()).toEqual({ id: 1 });
    expect(requests).toHaveLength(2);
  });

  it('wait as long as they are asked to, when that is short', async () => {
    const { read } = createClient([json({}, 429, { 'Retry-After': '1' }), json({ id: 1 })]);
    const before = performance.now();
    await read();
    expect(performance.now() - before).toBeGreaterThan(900);
  });

  it('leave a long wait to the caller, telling until when', async () => {
    const { read, requests } = createClient([json({}, 429, { 'Retry-After': '90' })]);
    const failure = await failureOf(read());
    expect(failure).toMatchObject({ kind: 'rate-limited' });
    const { retryAt } = failure as { retryAt: number };
    expect(Math.abs(retryAt - (Date.now() + 90_000))).toBeLessThan(5_000);
    expect(requests).toHaveLength(1);
  });

  it.each([
    ['a moment', () => `${Math.round(Date.now() / 1000) + 1800}`],
    ['seconds', () => '1800'],
  ])('leave a long wait to the caller that only the end of the window tells, as %s', async (_, reset) => {
    const { read, write, requests } = createClient([
      json({}, 429, { 'X-RateLimit-Reset': reset() }),
      json({}, 429, { 'X-RateLimit-Reset': reset() }),
    ]);
    for (const ask of [read, write]) {
      const failure = await failureOf(ask());
      expect(failure).toMatchObject({ kind: 'rate-limited' });
      expect(Math.abs((failure as { retryAt: number }).retryAt - (Date.now() + 1_800_000))).toBeLessThan(5_000);
    }
    expect(requests).toHaveLength(2);
  });

  it('leave no longer a wait than an hour', async () => {
    const { read } = createClient([json({}, 429, { 'Retry-After': '999999999' })]);
    const { retryAt } = (await failureOf(read())) as { retryAt: number };
    expect(Math.abs(retryAt - (Date.now() + 3_600_000))).toBeLessThan(5_000);
  });

  it('do not repeat what was refused', async () => {
    const { read, requests } = createClient([json({}, 404)]);
    await failureOf(read());
    expect(requests).toHaveLength(1);
  });

  it('end before a worker is ended', async () => {
    const { read } = createClient([never, never, never], { timeout: 60, totalTimeout: 100 });
    const before = performance.now();
    expect(await failureOf(read())).toEqual({ kind: 'timeout' });
    expect(performance.now() - before).toBeLessThan(1_000);
  });
});

describe('failures', () => {
  it.each([
    [400, json({ why: 'no name' }, 400), { kind: 'invalid', reason: 'no name', field: 'title' }],
    [401, json({}, 401), { kind: 'unauthorized' }],
    ['401 as a page', page(401), { kind: 'unauthorized' }],
    [402, json({}, 402), { kind: 'quota' }],
    [403, json({}, 403), { kind: 'forbidden' }],
    [404, json({}, 404), { kind: 'not-found' }],
    ['404 as a page', page(404), { kind: 'malformed', where: 'PUT /things/{id}: not JSON' }],
    [408, json({}, 408), { kind: 'timeout' }],
    [410, json({}, 410), { kind: 'not-found' }],
    [418, json({}, 418), { kind: 'malformed', where: 'PUT /things/{id}: status 418' }],
    [422, json({ why: 'too long' }, 422), { kind: 'invalid', reason: 'too long', field: 'title' }],
    [500, json({}, 500), { kind: 'server', status: 500 }],
    ['502 as a page', page(502), { kind: 'server', status: 502 }],
    ['a page', page(200), { kind: 'malformed', where: 'PUT /things/{id}: not JSON' }],
    ['nothing', () => new Response(''), { kind: 'malformed', where: 'PUT /things/{id}: empty' }],
    ['half an answer', () => new Response('{"id":'), { kind: 'malformed', where: 'PUT /things/{id}: not JSON' }],
    [
      'another shape',
      json({ id: 1, owner: { name: 5 } }),
      { kind: 'malformed', where: 'PUT /things/{id}: owner.name' },
    ],
    ['a list', json([]), { kind: 'malformed', where: 'PUT /things/{id}: another shape' }],
    ['no network', offline, { kind: 'offline' }],
    ['an unknown network error', () => Promise.reject(new TypeError('odd')), { kind: 'offline' }],
    ['a worker that was stopped', () => Promise.reject(new Error('No SW')), { kind: 'interrupted' }],
    ['a bug', () => Promise.reject(new RangeError(SECRET)), { kind: 'internal', reason: 'RangeError' }],
  ])('of %s', async (_, answer, expected) => {
    expect(await failureOf(createClient([answer]).write())).toEqual(expected);
  });

  it('passes on what the rate limit in front of it throws', async () => {
    const failure = { kind: 'rate-limited', retryAt: 5 } as const;
    const { read } = createClient([() => Promise.reject(new CrmError(failure))]);
    expect(await failureOf(read())).toEqual(failure);
  });

  it('stops reading an answer that is too long', async () => {
    const pulled = vi.fn();
    const endless = new ReadableStream({
      pull(controller) {
        pulled();
        controller.enqueue(new Uint8Array(1_000));
      },
    });
    const { write } = createClient([() => new Response(endless)], { maxBytes: 10_000 });
    expect(await failureOf(write())).toMatchObject({ kind: 'malformed' });
    expect(pulled.mock.calls.length).toBeLessThan(30);
  });

  it('hold nothing of the credentials or of the answer', async () => {
    const leaks = [
      json({ why: 'no', token: SECRET }, 422),
      () => new Response(`${SECRET} {`, { status: 200 }),
      json({ id: SECRET }),
      () => Promise.reject(new TypeError(`bad header ${SECRET}`)),
    ];
    for (const leak of leaks) {
      const error: unknown = await createClient([leak])
        .write()
        .catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(CrmError);
      const { message, stack, cause, failure } = error as CrmError;
      expect(JSON.stringify([message, stack, cause ?? null, failure, error])).not.toContain(SECRET);
    }
  });
});
