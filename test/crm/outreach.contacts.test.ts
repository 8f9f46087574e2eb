import { describe, expect, it } from 'vitest';
import { failureOf } from './contract';
import { callsOf, connect, givenOutreach, writesTo } from './outreach-world';

const to = (type: string, id: number) => ({ data: { type, id } });

describe('contacts and companies', () => {
  it('are made with the parts of a name, an address and a domain', async () => {
    const fake = await givenOutreach();
    const crm = connect(fake);
    const company = await crm.createCompany({ name: 'Lumen', domain: 'lumen.example' });
    const address = 'ada@lumen.example';
    const contact = await crm.createContact({ name: 'Ada  King Lovelace', address, companyId: company.id });
    expect(contact).toMatchObject({ name: 'Ada King Lovelace', companyName: 'Lumen', addresses: [address] });
    expect(writesTo(fake)).toEqual([
      { data: { type: 'account', attributes: { name: 'Lumen', domain: 'lumen.example' } } },
      {
        data: {
          type: 'prospect',
          attributes: { firstName: 'Ada', lastName: 'King Lovelace', emails: [address] },
          relationships: { account: to('account', Number(company.id)) },
        },
      },
    ]);
  });

  it('fail with the refusal where nobody has the address after all', async () => {
    const fake = await givenOutreach();
    const errors = [{ id: 'validationError', detail: 'Emails is invalid.' }];
    fake.faults.next({ match: 'POST /prospects', status: 422, body: { errors } });
    const failure = await failureOf(
      connect(fake).createContact({ name: 'A', address: 'a@b.example', companyId: null }),
    );
    expect(failure).toEqual({ kind: 'invalid', reason: 'Emails is invalid.', field: null });
  });
});

describe('a note', () => {
  const attributes = {
    message: 'Called',
    noteType: 'note',
    pinned: false,
    opportunityAssociationRule: 'recent_updated',
  };
  const draft = { text: 'Called', opportunityId: '41', contactId: '31', companyId: '21' };

  it('goes to the contact', async () => {
    const fake = await givenOutreach();
    await connect(fake).addNote(draft);
    expect(callsOf(fake)).toEqual(['POST /prospectNotes']);
    expect(writesTo(fake)).toEqual([
      { data: { type: 'prospectNote', attributes, relationships: { prospect: to('prospect', 31) } } },
    ]);
  });

  it('goes to the company where there is no contact', async () => {
    const fake = await givenOutreach();
    await connect(fake).addNote({ ...draft, contactId: null });
    expect(writesTo(fake)).toEqual([
      { data: { type: 'accountNote', attributes, relationships: { account: to('account', 21) } } },
    ]);
  });

  it('goes nowhere without either', async () => {
    const fake = await givenOutreach();
    const failure = await failureOf(connect(fake).addNote({ ...draft, contactId: null, companyId: null }));
    expect(failure).toMatchObject({ kind: 'invalid' });
    expect(callsOf(fake)).toEqual([]);
  });
});
