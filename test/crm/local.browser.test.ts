import { deleteDB, openDB } from 'idb';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { deleteEverything, localAdapter } from '../../lib/crm/local';
import { DATABASE } from '../../lib/crm/local/database';
import type { OpportunityPatch } from '../../lib/domain/opportunity';
import { failureOf } from './contract';
import { crm, find, laterBy, localContext, resetClock, seedDeal } from './local-deal';

beforeEach(async () => {
  resetClock();
  await deleteDB(DATABASE);
});
afterEach(() => vi.restoreAllMocks());

describe('moving the stage', () => {
  it('takes the pipeline along and notes the time', async () => {
    const { id } = await seedDeal({ stageId: 'sales-presentation' });
    const now = laterBy(1000);
    const moved = await crm.update(id, { stageId: 'business-development-negotiation' });
    expect(moved).toMatchObject({ pipelineId: 'business-development', stageChangedAt: now, updatedAt: now });
    expect(moved.createdAt).toBe(resetClock());
  });

  it("brings the new stage's win probability", async () => {
    const { id, deal } = await seedDeal();
    expect(deal.winProbability).toBe(5);
    expect((await crm.update(id, { stageId: 'sales-contract-sent' })).winProbability).toBe(40);
    expect((await crm.update(id, { stageId: 'sales-qualified' })).winProbability).toBe(5);
  });

  it('keeps a win probability set by hand', async () => {
    const { id } = await seedDeal();
    await crm.update(id, { winProbability: 33 });
    expect((await crm.update(id, { stageId: 'sales-contract-sent' })).winProbability).toBe(33);
  });

  it('takes the win probability the patch names', async () => {
    const { id } = await seedDeal();
    expect(await crm.update(id, { stageId: 'sales-contract-sent', winProbability: 0 })).toMatchObject({
      winProbability: 0,
    });
  });

  it('goes to the first stage of a pipeline that is named alone', async () => {
    const { id } = await seedDeal({ stageId: 'sales-presentation' });
    const moved = await crm.update(id, { pipelineId: 'business-development' });
    expect(moved).toMatchObject({ stageId: 'business-development-first-meeting', winProbability: 10 });
    expect(await crm.update(id, { pipelineId: 'business-development' })).toMatchObject({ stageId: moved.stageId });
  });

  it('does not restart the time in a stage it is already in', async () => {
    const { id, deal } = await seedDeal();
    const now = laterBy(1000);
    const same = await crm.update(id, { stageId: deal.stageId, amount: 5 });
    expect(same).toMatchObject({ stageChangedAt: deal.stageChangedAt, updatedAt: now, amount: 5 });
  });
});

describe('refusing values', () => {
  const refused: [OpportunityPatch, string][] = [
    [{ title: ' \n ' }, 'The title must not be blank.'],
    [{ title: 'x'.repeat(1001) }, 'The title must be at most 1,000 characters long.'],
    [{ winProbability: 12.5 }, 'The win probability must be a whole number from 0 to 100.'],
    [{ winProbability: Number.NaN }, 'The win probability must be a whole number from 0 to 100.'],
    [{ amount: -0.01 }, 'The value must be a number of at least 0.'],
    [{ amount: Number.POSITIVE_INFINITY }, 'The value must be a number of at least 0.'],
    [{ closeDate: '2027-02-29' }, 'The close date must be a date such as 2027-03-31.'],
    [{ closeDate: '31.03.2027' }, 'The close date must be a date such as 2027-03-31.'],
    [{ stageId: 'sales-limbo' }, 'The stage must be a known stage.'],
    [{ stageId: null }, 'The stage must be text.'],
    [{ stageId: 'sales-negotiation', pipelineId: 'business-development' }, 'The stage belongs to another pipeline.'],
    [{ pipelineId: 'constructor' }, 'The pipeline must be a known pipeline.'],
    [{ lossReasonId: 'weather' }, 'The loss reason must be a known loss reason.'],
    [{ sourceId: '__proto__' }, 'The source must be a known source.'],
    [{ ownerId: 'me' }, 'The owner cannot be chosen: there is one user.'],
    [{ nextStep: 'x'.repeat(65_536) }, 'The next step must be at most 65,535 characters long.'],
    [{ tags: ['ok', ' '] }, 'A tag must not be blank.'],
  ];
  it.each(refused)('refuses %j, naming the field, and changes nothing', async (patch, reason) => {
    const { id } = await seedDeal();
    const before = await crm.read(id);
    laterBy(1000);
    const failure = await failureOf(crm.update(id, { description: 'changed', ...patch }));
    expect(failure).toEqual({ kind: 'invalid', reason, field: Object.keys(patch)[0] });
    expect(await crm.read(id)).toEqual(before);
  });

  it('refuses an opportunity of a contact or a company that is gone', async () => {
    const { company, contact } = await seedDeal();
    const draft = { title: 'Next' };
    const orphans = [
      { contactId: 'gone', companyId: company.id },
      { contactId: contact.id, companyId: 'gone' },
    ];
    for (const context of orphans) {
      expect(await failureOf(crm.createOpportunity(draft, context))).toMatchObject({ kind: 'invalid', field: null });
    }
    expect((await crm.listOpen()).opportunities).toHaveLength(1);
  });

  it.each(['', 'nobody', 'two words@acme.example', '<b>@acme.example'])(
    'makes no contact with the address %j',
    async (address) => {
      expect(await failureOf(crm.createContact({ name: 'X', address, companyId: null }))).toMatchObject({
        kind: 'invalid',
      });
      expect(await crm.findContact(address)).toBeNull();
    },
  );
});

describe('storage', () => {
  it('goes on after the browser took the database away', async () => {
    const { id } = await seedDeal();
    await deleteDB(DATABASE);
    expect(await failureOf(crm.read(id))).toEqual({ kind: 'not-found' });
    expect((await seedDeal()).deal.title).toBe('Lab robots');
  });

  it('opens a new connection when the old one is closing', async () => {
    const { id, deal } = await seedDeal();
    vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementationOnce(() => {
      throw new DOMException('The database connection is closing.', 'InvalidStateError');
    });
    expect(await crm.read(id)).toEqual(deal);
  });

  it('lets a newer version of itself upgrade', async () => {
    await seedDeal();
    const newer = await openDB(DATABASE, 3);
    expect(await newer.count('opportunities')).toBe(1);
    newer.close();
  });

  it('says in a sentence that the device is full', async () => {
    const { id } = await seedDeal();
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementationOnce(() => {
      throw new DOMException('', 'QuotaExceededError');
    });
    const failure = await failureOf(crm.update(id, { amount: 1 }));
    expect(failure).toEqual({ kind: 'storage', problem: 'full' });
    expect((await crm.read(id)).amount).toBeNull();
  });

  it('keeps any text as it was typed', async () => {
    const { id } = await seedDeal();
    const odd = fc.constantFrom('__proto__', '\ud800', '\u202egpj.exe', '<img src=x onerror=alert(1)>', '\0', "'; --");
    const typed = fc.oneof(odd, fc.string({ unit: 'binary' })).filter((text) => text.trim() !== '');
    await fc.assert(
      fc.asyncProperty(typed, async (text) => {
        const updated = await crm.update(id, { title: text, description: text, tags: [text] });
        expect(updated).toMatchObject({ title: text.trim(), description: text, tags: [text.trim()] });
        expect(await crm.read(id)).toEqual(updated);
        expect((await find({ text })).opportunities).toHaveLength(1);
      }),
      { numRuns: 50 },
    );
  });

  it('is one account whatever the connection is called, and survives disconnecting', async () => {
    const { id, deal } = await seedDeal();
    const context = localContext('local-2');
    expect(await localAdapter.identify(context)).toEqual({ accountName: '', facts: {} });
    expect(await localAdapter.open(context).read(id)).toEqual({ ...deal, ref: { connection: 'local-2', id } });
  });

  it('deletes everything when told to', async () => {
    const { id } = await seedDeal();
    await deleteEverything();
    expect(await failureOf(crm.read(id))).toEqual({ kind: 'not-found' });
    expect(await crm.findContact('mara@tessella.example')).toBeNull();
    expect(await crm.findCompany('tessella.example')).toBeNull();
  });
});
