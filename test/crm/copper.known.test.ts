import { describe, expect, it } from 'vitest';
import { failureOf } from './contract';
import { FACTS, given, lookUp, question, reasonsOf } from './copper-mirror';
import { callsOf, connect } from './copper-world';

const PHASE_2 = 2_827_698;
const PACKING_LINE = 2_827_701;
const MARA_ID = 27_140_359;
const INES_ID = 27_140_361;
const MARA = question('mara.rossi@tessella.example');
const INES = question('ines@brightwater.example');
const RELATED = `GET /people/${MARA_ID}/related/opportunities`;
const DEALS = 'POST /opportunities/search';

describe('a lookup of a contact who is known', () => {
  it.each([MARA, INES, question('ben.okafor@tessella.example'), question('kim.aalto@gmail.com', null)])(
    'answers $address as a lookup without the mirror does',
    async (asked) => {
      const { fake, known } = await given(asked);
      const { answer } = await lookUp(fake, asked, known);
      expect(answer).toEqual(await connect(fake, { facts: FACTS }).lookup(asked));
    },
  );

  it('takes one request, for what is related', async () => {
    const { fake, known } = await given(MARA);
    expect((await lookUp(fake, MARA, known)).waves).toEqual([[RELATED]]);
  });

  it('reads in one more request what is related and not known', async () => {
    const { fake, known } = await given(INES);
    const { waves, reasons } = await lookUp(fake, INES, known);
    expect(waves).toEqual([[`GET /people/${INES_ID}/related/opportunities`], [DEALS]]);
    expect(fake.requests.at(-1)?.json).toMatchObject({ ids: [PHASE_2] });
    expect(reasons).toEqual({ 'Packing line': 'primary-contact', 'Lab robots, phase 2': 'related-contact' });
  });

  it('tells what is related from what is only the company’s', async () => {
    const { fake, known } = await given(MARA);
    const other = known.opportunities.find(({ contactId }) => contactId !== `${MARA_ID}`);
    fake.state.links.add(`${other?.ref.id}:${MARA_ID}`);
    const { waves, reasons } = await lookUp(fake, MARA, known);
    expect(waves).toEqual([[RELATED]]);
    expect(reasons[other?.title ?? '']).toBe('related-contact');
  });

  it('drops what is neither related any more nor the company’s', async () => {
    const { fake, known } = await given(INES);
    const related = await connect(fake).read(`${PHASE_2}`);
    fake.state.links.clear();
    const { reasons } = await lookUp(fake, INES, { ...known, opportunities: [...known.opportunities, related] });
    expect(reasons).toEqual({ 'Packing line': 'primary-contact' });
  });

  it('leaves out a deal that is gone since', async () => {
    const { fake, known } = await given(INES);
    fake.state.opportunities.delete(PACKING_LINE);
    expect((await lookUp(fake, INES, known)).reasons).toEqual({ 'Lab robots, phase 2': 'related-contact' });
  });

  it('shows a deal that went to somebody else since as the company’s, as it is now', async () => {
    const { fake, known } = await given(MARA);
    const record = fake.state.opportunities.get(PHASE_2)!;
    fake.state.opportunities.set(PHASE_2, { ...record, primary_contact_id: 27_140_360, monetary_value: 5 });
    const { answer, waves } = await lookUp(fake, MARA, known);
    expect(waves).toEqual([[RELATED], [DEALS]]);
    const match = answer.matches.find(({ opportunity }) => opportunity.ref.id === `${PHASE_2}`);
    expect(match).toMatchObject({ reason: 'same-company', opportunity: { amount: 5, contactId: '27140360' } });
  });

  it('learns where related lists lack what people are primary contact of, and checks it no more', async () => {
    const { fake, known } = await given(MARA);
    fake.faults.next({ match: /related/, body: [], times: Infinity });
    const learnt: Record<string, string> = { ...FACTS };
    const crm = connect(fake, { facts: FACTS, learn: (facts) => Object.assign(learnt, facts) });
    expect(reasonsOf(await crm.lookup(MARA, undefined, known))).toMatchObject({
      'Lab robots, phase 2': 'primary-contact',
    });
    expect(learnt).toMatchObject({ byContact: 'needed' });
    fake.requests.length = 0;
    const again = await connect(fake, { facts: learnt }).lookup(MARA, undefined, known);
    expect(reasonsOf(again)).toMatchObject({ 'Lab robots, phase 2': 'primary-contact' });
    expect(callsOf(fake)).toEqual([RELATED]);
  });

  it('goes by what is known where related items are hidden, and asks for them no more', async () => {
    const { fake, known } = await given(MARA);
    fake.faults.next({ match: /related/, status: 403, body: {} });
    const crm = connect(fake, { facts: FACTS });
    const first = await crm.lookup(MARA, undefined, known);
    expect(reasonsOf(first)).toMatchObject({ 'Lab robots, phase 2': 'primary-contact' });
    expect(await crm.lookup(MARA, undefined, known)).toEqual(first);
    expect(callsOf(fake)).toEqual([RELATED]);
  });

  it('keeps what was known as related where that can’t be asked', async () => {
    const { fake, known } = await given(INES);
    const all = await connect(fake).changes!({ kind: 'opportunities', since: null, from: null });
    const opportunities = all.opportunities.filter(({ ref }) => [PHASE_2, PACKING_LINE].includes(Number(ref.id)));
    fake.faults.next({ match: /related/, status: 403, body: {} });
    expect((await lookUp(fake, INES, { ...known, opportunities })).reasons).toEqual({
      'Packing line': 'primary-contact',
      'Lab robots, phase 2': 'related-contact',
    });
  });

  it('looks everything up where the contact is gone', async () => {
    const { fake, known } = await given(MARA);
    fake.state.people.delete(MARA_ID);
    const { answer, waves } = await lookUp(fake, MARA, known);
    expect(answer).toMatchObject({ contact: null, company: { name: 'Tessella' } });
    expect(new Set(Object.values(reasonsOf(answer)))).toEqual(new Set(['same-company']));
    expect(waves).toHaveLength(3);
  });

  it('asks no more for related items where there is no such endpoint', async () => {
    const { fake, known } = await given(MARA);
    fake.faults.next({ match: /related/, status: 404, body: { error: 'not_found' }, times: Infinity });
    const crm = connect(fake, { facts: FACTS });
    expect((await crm.lookup(MARA, undefined, known)).contact?.id).toBe(`${MARA_ID}`);
    fake.requests.length = 0;
    expect((await crm.lookup(MARA, undefined, known)).contact?.id).toBe(`${MARA_ID}`);
    expect(callsOf(fake)).toEqual([]);
  });

  it.each([
    [401, 'unauthorized'],
    [500, 'server'],
    [429, 'rate-limited'],
  ])('fails when the one request is answered with %i', async (status, kind) => {
    const { fake, known } = await given(MARA);
    fake.faults.next({ match: /related/, status, body: {}, times: 3 });
    expect(await failureOf(connect(fake).lookup(MARA, undefined, known))).toMatchObject({ kind });
  });

  it('makes no path of an id that is none', async () => {
    const { fake, known } = await given(MARA);
    const contact = { ...known.contact!, id: '1/../../users/me' };
    expect(await failureOf(connect(fake).lookup(MARA, undefined, { ...known, contact }))).toMatchObject({
      kind: 'invalid',
    });
    expect(callsOf(fake)).toEqual([]);
  });

  it('ends with an AbortError when it is no longer wanted', async () => {
    const { fake, known } = await given(MARA);
    const controller = new AbortController();
    fake.faults.next({ hang: true });
    const answer = connect(fake).lookup(MARA, controller.signal, known);
    controller.abort();
    await expect(answer).rejects.toMatchObject({ name: 'AbortError' });
  });
});
