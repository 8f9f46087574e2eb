import { describe, expect, it } from 'vitest';
import type { KnownPerson } from '../../lib/domain/mirror';
import { FACTS, given, lookUp, question } from './copper-mirror';
import { connect } from './copper-world';

const GANTRY = 2_827_702;
const INES_ID = 27_140_361;
const BRIGHTWATER = 9_607_581;
const NEW = question('new@tessella.example');
const PEOPLE = 'POST /people/search';

describe('a lookup of a stranger whose company is known', () => {
  it('takes one request, whether there is such a person after all', async () => {
    const { fake, known } = await given(NEW);
    const { answer, waves } = await lookUp(fake, NEW, known);
    expect(waves).toEqual([[PEOPLE]]);
    expect(fake.requests.at(-1)?.json).toMatchObject({ emails: [NEW.address] });
    expect(answer).toEqual(await connect(fake, { facts: FACTS }).lookup(NEW));
    expect(answer.matches.length).toBeGreaterThan(1);
  });

  it('takes one request where the company is unknown, too', async () => {
    const { fake } = await given(NEW);
    const known: KnownPerson = { contact: null, company: null, opportunities: [] };
    const { answer, waves } = await lookUp(fake, question('who@gmail.com', null), known);
    expect(waves).toEqual([[PEOPLE]]);
    expect(answer).toEqual({ contact: null, company: null, matches: [] });
  });

  it('shows nothing that is not of the company', async () => {
    const { fake, known } = await given(NEW);
    const kims = await connect(fake).read(`${GANTRY}`);
    const opportunities = [...known.opportunities, kims];
    expect((await lookUp(fake, NEW, { ...known, opportunities })).reasons).not.toHaveProperty('Studio gantry');
  });

  it('answers whole for somebody who was added since, with another company even', async () => {
    const { fake, known } = await given(NEW);
    const emails = [{ email: NEW.address, category: 'work' }];
    const ines = fake.state.people.get(INES_ID)!;
    fake.state.people.set(7, { ...ines, id: 7, name: 'New', emails, company_id: BRIGHTWATER });
    fake.state.links.add(`${GANTRY}:7`);
    const { answer, reasons } = await lookUp(fake, NEW, known);
    expect(answer.contact).toMatchObject({ id: '7', name: 'New' });
    expect(answer.company).toMatchObject({ id: `${BRIGHTWATER}`, name: 'Brightwater Foods' });
    expect(reasons).toEqual({ 'Studio gantry': 'related-contact', 'Packing line': 'same-company' });
  });

  it('answers with the company of the domain for somebody who was added since without one', async () => {
    const { fake, known } = await given(NEW);
    const emails = [{ email: NEW.address, category: 'work' }];
    fake.state.people.set(7, {
      ...fake.state.people.get(INES_ID)!,
      id: 7,
      emails,
      company_id: null,
      company_name: null,
    });
    const { answer } = await lookUp(fake, NEW, known);
    expect(answer.company).toEqual(known.company);
    expect(answer).toEqual(await connect(fake, { facts: FACTS }).lookup(NEW));
  });
});
