import { describe, expect, it } from 'vitest';
import { RECORD_KINDS } from '../../lib/domain/mirror';
import { ask, at, givenFeed, idsOf, timeOf } from './apideck-feed';
import { connect } from './apideck-world';
import { failureOf } from './contract';

describe.each(RECORD_KINDS)('the feed of %s through Apideck, answered wrongly', (kind) => {
  it.each([
    ['a cursor that has expired', { status: 400, body: { type_name: 'InvalidCursorError', message: 'Invalid' } }],
    ['a cursor nobody knows', { status: 404, body: {} }],
  ])('calls %s invalid', async (_, fault) => {
    const fake = await givenFeed(450);
    const { next } = await ask(connect(fake), { kind });
    fake.faults.next(fault);
    expect(await failureOf(ask(connect(fake), { kind, from: next }))).toMatchObject({ kind: 'invalid' });
  });

  it.each(['', 'null', '{"cursor":"x"}', 'x'])('calls %j for a position invalid', async (from) => {
    const fake = await givenFeed(1);
    expect(await failureOf(ask(connect(fake), { kind, from }))).toMatchObject({ kind: 'invalid' });
    expect(fake.requests).toEqual([]);
  });

  it('never takes a list that was cut off for a whole one', async () => {
    const fake = await givenFeed(450);
    const data = Array.from({ length: 200 }, (_, index) => ({ id: `${index}`, title: 'x', name: 'x' }));
    fake.faults.next({ body: { data } });
    expect(await failureOf(ask(connect(fake), { kind }))).toMatchObject({ kind: 'malformed' });
    const { next } = await ask(connect(fake), { kind });
    const { cursor } = JSON.parse(next ?? '') as { cursor: string };
    fake.faults.next({ body: { data: [], meta: { cursors: { next: cursor } } } });
    expect(await failureOf(ask(connect(fake), { kind, from: next }))).toMatchObject({ kind: 'invalid' });
  });

  it.each([
    ['no list', { body: {} }, 'malformed'],
    ['a page', { html: '<p>Sign in' }, 'malformed'],
    ['records nobody can read', { body: { data: [{ id: null }] } }, 'malformed'],
    ['a failure', { status: 500, body: {}, times: 3 }, 'server'],
    ['a list that is not there', { status: 404, body: {}, times: 9 }, 'not-found'],
  ] as const)('fails with %s for an answer', async (_, fault, failure) => {
    const fake = await givenFeed(1);
    fake.faults.next(fault);
    expect(await failureOf(ask(connect(fake), { kind }))).toMatchObject({ kind: failure });
  });

  it('drops single records nobody can read', async () => {
    const fake = await givenFeed(0);
    const good = { id: '1', title: 'One', name: 'One', company_id: '21', ...at(timeOf(1)) };
    fake.faults.next({ body: { data: [{ ...good, id: {} }, good] } });
    expect(idsOf([await ask(connect(fake), { kind })])).toEqual(['1']);
  });

  it('fails where the connector has none of it', async () => {
    const fake = await givenFeed(1, { differences: { missing: [kind] } });
    expect(await failureOf(ask(connect(fake), { kind }))).toMatchObject({ kind: 'invalid' });
  });
});
