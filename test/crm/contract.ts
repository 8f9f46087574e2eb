import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Crm } from '../../lib/crm/crm';
import type { Capabilities } from '../../lib/domain/connection';
import type { OpportunityDraft } from '../../lib/domain/edit';
import { CrmError, type Failure } from '../../lib/domain/failure';
import { type ChangesPage, NO_RECORDS, RECORD_KINDS, type RecordKind } from '../../lib/domain/mirror';
import type { Opportunity, OpportunityPatch } from '../../lib/domain/opportunity';
import { fieldsOf, FIELDS, pick } from '../../lib/domain/opportunity';
import type { SearchFilters, SortName } from '../../lib/domain/search';
import { EMPTY_QUERY } from '../../lib/domain/search';
import type { CustomField, CustomValue } from '../../lib/domain/custom-field';
import { customKey } from '../../lib/domain/custom-field';

/** Puts records into a CRM behind the adapter's back, as colleagues would; each returns the new record's id. */
export interface Seeder {
  company(company: { name: string; domain: string }): Promise<string>;
  person(person: { name: string; address: string; companyId: string | null }): Promise<string>;
  opportunity(draft: OpportunityDraft, of: { contactId: string | null; companyId: string | null }): Promise<string>;
  /** Links a further contact to an opportunity; left out by CRMs that know one contact only. */
  relate?(opportunityId: string, contactId: string): Promise<void>;
}

/**
 * A fresh, empty CRM account. Where the CRM has pipelines there is at least one of three stages, where it lists loss
 * reasons at least one; where it can tell a closed stage, there is one.
 */
export interface World {
  crm: Crm;
  capabilities: Capabilities;
  seed: Seeder;
  /** Well-formed, and of no record. */
  missingId: string;
  /** A deal may be without a status. */
  canClearStatus?: boolean;
  /** A record a custom field of type `links` can point to, as `type:id`. */
  linkTarget?: () => Promise<string>;
  close(): Promise<void>;
}

const MARA = 'mara.rossi@tessella.example';
const TESSELLA = { name: 'Tessella', domain: 'tessella.example' };

/** Tessella, with Mara as the contact of one opportunity and Ben of another. */
async function seedTessella({ seed }: World) {
  const companyId = await seed.company(TESSELLA);
  const mara = await seed.person({ name: 'Mara Rossi', address: MARA, companyId });
  const ben = await seed.person({ name: 'Ben Okafor', address: 'ben.okafor@tessella.example', companyId });
  const maras = await seed.opportunity({ title: 'Lab robots', amount: 84_000 }, { contactId: mara, companyId });
  const bens = await seed.opportunity({ title: 'Maintenance' }, { contactId: ben, companyId });
  return { companyId, mara, ben, maras, bens };
}

/** What `promise` failed with; fails the test when it did not, or not with a `CrmError`. */
export async function failureOf(promise: Promise<unknown>): Promise<Failure> {
  const error = await promise.then(
    () => expect.fail('should have been refused'),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof CrmError)) throw error;
  return error.failure;
}

/** What every CRM adapter must do, whatever the CRM: call it in a `*.contract.test.ts` of each. */
export function describeCrm(name: string, setup: () => Promise<World>): void {
  describe(`${name} fulfils the contract`, () => {
    let world: World;
    let crm: Crm;
    beforeEach(async () => {
      world = await setup();
      crm = world.crm;
    });
    afterEach(() => world.close());

    const find = (text: string, filters: SearchFilters = {}) => crm.search({ ...EMPTY_QUERY, text, filters }, null);
    const idsOf = (opportunities: readonly Opportunity[]) => opportunities.map(({ ref }) => ref.id).toSorted();
    const has = (field: string) => world.capabilities.fields.some((known) => known === field);

    /** What ends a deal: a status where one can be set, else a stage in which deals are over. */
    async function closing(): Promise<OpportunityPatch> {
      if (world.capabilities.statuses.length > 0) return { status: world.capabilities.statuses.at(-1) ?? '' };
      const { pipelines } = await crm.catalog();
      const stage = pipelines.flatMap(({ stages }) => stages).find(({ isClosed }) => isClosed);
      return { stageId: stage?.id ?? null };
    }

    describe('lookup', () => {
      it('knows a person by address, whatever its case', async () => {
        const { mara, companyId } = await seedTessella(world);
        const question = { name: '', address: MARA, domain: TESSELLA.domain };
        const answer = await crm.lookup(question);
        expect(answer.contact).toMatchObject({ id: mara, name: 'Mara Rossi', companyId, companyName: 'Tessella' });
        expect(answer.contact?.addresses.map((address) => address.toLowerCase())).toContain(MARA);
        expect(answer.company).toMatchObject({ id: companyId, name: 'Tessella' });
        expect(await crm.lookup({ ...question, address: 'Mara.Rossi@TESSELLA.example' })).toEqual(answer);
      });

      it('gives each opportunity once, under its strongest reason', async () => {
        const { maras, bens } = await seedTessella(world);
        const { matches } = await crm.lookup({ name: '', address: MARA, domain: TESSELLA.domain });
        expect(Object.fromEntries(matches.map(({ opportunity, reason }) => [opportunity.ref.id, reason]))).toEqual({
          [maras]: 'primary-contact',
          [bens]: 'same-company',
        });
        expect(matches).toHaveLength(2);
      });

      it('finds what a person is a further contact of', async ({ skip }) => {
        skip(!world.seed.relate, 'knows one contact per opportunity');
        const { mara, bens } = await seedTessella(world);
        await world.seed.relate?.(bens, mara);
        const elsewhere = await world.seed.opportunity({ title: 'Elsewhere' }, { contactId: null, companyId: null });
        await world.seed.relate?.(elsewhere, mara);
        const { matches } = await crm.lookup({ name: '', address: MARA, domain: TESSELLA.domain });
        const reasons = Object.fromEntries(matches.map(({ opportunity, reason }) => [opportunity.ref.id, reason]));
        expect(reasons).toMatchObject({ [bens]: 'related-contact', [elsewhere]: 'related-contact' });
        expect(matches).toHaveLength(3);
      });

      it('finds the opportunities of a contact without a company', async () => {
        const solo = await world.seed.person({ name: 'Solo', address: 'solo@gmail.com', companyId: null });
        const id = await world.seed.opportunity({ title: 'Kitchen' }, { contactId: solo, companyId: null });
        const answer = await crm.lookup({ name: 'Solo', address: 'solo@gmail.com', domain: null });
        expect(answer).toMatchObject({ contact: { id: solo, companyId: null }, company: null });
        expect(answer.matches.map(({ opportunity }) => opportunity.ref.id)).toEqual([id]);
      });

      it('answers for a stranger with their company and its opportunities', async () => {
        const { companyId } = await seedTessella(world);
        const answer = await crm.lookup({ name: 'New', address: 'new@tessella.example', domain: TESSELLA.domain });
        expect(answer.contact).toBeNull();
        expect(answer.company?.id).toBe(companyId);
        expect(answer.matches.map(({ reason }) => reason)).toEqual(['same-company', 'same-company']);
      });

      it('answers for nobody it knows with nothing', async () => {
        await seedTessella(world);
        const nothing = { contact: null, company: null, matches: [] };
        expect(await crm.lookup({ name: '', address: 'who@else.example', domain: 'else.example' })).toEqual(nothing);
        expect(await crm.lookup({ name: '', address: 'who@gmail.com', domain: null })).toEqual(nothing);
      });

      it('does not take a part of an address or of a domain for the whole', async () => {
        await seedTessella(world);
        const answer = await crm.lookup({ name: '', address: 'rossi@tessella.example', domain: 'sella.example' });
        expect(answer).toEqual({ contact: null, company: null, matches: [] });
      });

      it('puts open opportunities first', async () => {
        const { maras, bens } = await seedTessella(world);
        await crm.update(maras, await closing());
        const { matches } = await crm.lookup({ name: '', address: MARA, domain: TESSELLA.domain });
        expect(matches.map(({ opportunity }) => opportunity.ref.id)).toEqual([bens, maras]);
      });
    });

    describe('update', () => {
      /** A value for every field this CRM has, different from a new opportunity's. */
      async function everyField(): Promise<OpportunityPatch> {
        const { pipelines, lossReasons, owners, sources, customFields } = await crm.catalog();
        const pipeline = pipelines.at(-1);
        const companyId = await world.seed.company({ name: 'Lumen', domain: 'lumen.example' });
        const contactId = await world.seed.person({ name: 'Ada', address: 'ada@lumen.example', companyId });
        const patch: OpportunityPatch = {
          title: 'Robots, phase 2',
          status: 'lost',
          statusId: '12',
          pipelineId: pipeline?.id ?? null,
          stageId: pipeline?.stages[1]?.id ?? null,
          winProbability: 33,
          amount: 12_500.5,
          currency: 'GBP',
          closeDate: '2027-02-28',
          priority: 'high',
          lossReasonId: lossReasons[0]?.id ?? '12',
          lossReason: 'Price',
          wonReasonId: '13',
          wonReason: 'Speed',
          ownerId: owners[0]?.id ?? null,
          sourceId: sources[0]?.id ?? '14',
          source: 'Fair',
          type: 'Upgrade',
          nextStep: 'Call on Monday',
          description: 'Zwei Zeilen,\n“quoted” <b>& plain</b>',
          tags: ['arm', 'q1'],
          forecastCategory: 'Commit',
          contactId,
          contactIds: [contactId],
          companyId,
          leadId: '15',
          externalId: 'crm-77',
          externalCreatedAt: '2026-01-02T03:04:05.000Z',
          externalUpdatedAt: '2026-02-03T04:05:06.000Z',
          recordType: 'New business',
          mapLink: 'https://plans.example/1',
          mapNextSteps: 'Sign',
          mapStatus: 'On track',
          prospectingRepId: '16',
          sharingTeamId: '17',
        };
        const custom = await Promise.all(
          customFields
            .filter(({ type }) => type !== 'raw')
            .map(async (field) => [customKey(field.id), await sampleOf(field)] as const),
        );
        const standard = Object.fromEntries(FIELDS.filter(has).map((field) => [field, patch[field] ?? null]));
        return { ...standard, ...Object.fromEntries(custom) };
      }

      /** A value for a custom field, of the shape its type says. */
      async function sampleOf({ type, options }: CustomField): Promise<CustomValue> {
        const first = options[0]?.id ?? null;
        switch (type) {
          case 'number':
          case 'money':
            return 12.5;
          case 'percent':
            return 40;
          case 'date':
            return '2027-03-31';
          case 'instant':
            return '2027-03-31T10:00:00.000Z';
          case 'checkbox':
            return true;
          case 'choice':
            return first;
          case 'choices':
            return first === null ? [] : [first];
          case 'links':
            return world.linkTarget ? [await world.linkTarget()] : [];
          case 'url':
            return 'https://www.example.com/a';
          case 'phone':
            return '+49 30 901820';
          case 'text':
          case 'multiline':
          case 'raw':
            return 'Zeile “eins”';
        }
      }

      it('keeps every field it says it has, and shows it again when read', async () => {
        const { maras } = await seedTessella(world);
        const patch = await everyField();
        expect(await crm.update(maras, patch)).toMatchObject(patch);
        expect(await crm.read(maras)).toMatchObject(patch);
      });

      it('changes the named fields only', async () => {
        const { maras } = await seedTessella(world);
        const before = await crm.update(maras, await everyField());
        const after = await crm.update(maras, { amount: 1 });
        // What the CRM reckons from the amount, and who changed it when, follows.
        const unchanged = (opportunity: Opportunity) => ({
          ...opportunity,
          amount: 1,
          convertedAmount: 1,
          expectedRevenue: 1,
          updatedAt: null,
          updatedBy: null,
        });
        expect(after.amount).toBe(1);
        expect(unchanged(after)).toEqual(unchanged(before));
      });

      it('changes a custom field without touching the others', async ({ skip }) => {
        const { customFields } = await crm.catalog();
        const field = customFields.find(({ type }) => type === 'text' || type === 'number');
        skip(!field, 'has no custom fields to change');
        const { maras } = await seedTessella(world);
        const before = await crm.update(maras, await everyField());
        const key = customKey(field!.id);
        const value = field!.type === 'number' ? 7 : 'changed';
        const after = await crm.update(maras, { [key]: value });
        const unchanged = (opportunity: Opportunity) => ({ ...opportunity, [key]: null, updatedAt: null });
        expect(after[key]).toBe(value);
        expect(unchanged(after)).toEqual(unchanged(before));
      });

      it('leaves other opportunities alone', async () => {
        const { maras, bens } = await seedTessella(world);
        const before = await crm.read(bens);
        await crm.update(maras, await everyField());
        expect(await crm.read(bens)).toEqual(before);
      });

      it('clears with null', async () => {
        const { maras } = await seedTessella(world);
        const full = await crm.update(maras, await everyField());
        const fields = CLEARABLE.filter(has);
        const cleared = Object.fromEntries(fields.map((field) => [field, null]));
        expect(pick(full, fields)).not.toEqual(cleared);
        expect(await crm.update(maras, cleared)).toMatchObject(cleared);
        expect(await crm.read(maras)).toMatchObject(cleared);
      });

      it.each([-1, 101])('refuses a win probability of %i, naming the field', async (winProbability) => {
        const { maras } = await seedTessella(world);
        const failure = await failureOf(crm.update(maras, { winProbability }));
        expect(failure).toMatchObject({ kind: 'invalid', field: 'winProbability' });
        expect((await crm.read(maras)).winProbability).not.toBe(winProbability);
      });

      it('keeps a win probability set by hand when the stage changes', async ({ skip }) => {
        const { pipelines } = await crm.catalog();
        const [first, second, third] = pipelines[0]?.stages ?? [];
        skip(!first || !second || !third || !has('winProbability'), 'has no stages, or no probability');
        const { maras } = await seedTessella(world);
        const before = await crm.update(maras, { stageId: first!.id, winProbability: 33 });
        expect(await crm.update(maras, { stageId: second!.id }, before)).toMatchObject({
          stageId: second!.id,
          winProbability: 33,
        });
        expect(await crm.update(maras, { stageId: third!.id })).toMatchObject({ winProbability: 33 });
        expect(await crm.read(maras)).toMatchObject({ stageId: third!.id, winProbability: 33 });
      });

      it('takes a stage with its probability, and a status with what goes along', async ({ skip }) => {
        skip(!has('status') || !has('winProbability'), 'has no status of its own, or no probability');
        const { pipelines, lossReasons } = await crm.catalog();
        const { maras } = await seedTessella(world);
        const [, second] = pipelines[0]?.stages ?? [];
        if (second) {
          const moved: OpportunityPatch = { stageId: second.id, winProbability: second.winProbability };
          expect(await crm.update(maras, moved)).toMatchObject(moved);
        }
        const won: OpportunityPatch = { status: 'won', winProbability: 100 };
        expect(await crm.update(maras, won)).toMatchObject(won);
        const lost: OpportunityPatch = { status: 'lost', winProbability: 5, lossReasonId: lossReasons[0]?.id ?? '12' };
        expect(await crm.update(maras, lost)).toMatchObject(lost);
        const open: OpportunityPatch = { status: 'open', lossReasonId: null };
        expect(await crm.update(maras, open)).toMatchObject({ ...open, winProbability: 5 });
      });

      it('refuses an empty title, naming the field', async () => {
        const { maras } = await seedTessella(world);
        expect(await failureOf(crm.update(maras, { title: '' }))).toMatchObject({ kind: 'invalid', field: 'title' });
        expect((await crm.read(maras)).title).toBe('Lab robots');
      });

      it('does not write a status that is none', async ({ skip }) => {
        skip(!has('status'), 'has no status of its own');
        skip(world.canClearStatus === true, 'takes deals without a status');
        const { maras } = await seedTessella(world);
        const failure = await failureOf(crm.update(maras, { status: '' }));
        expect(failure).toMatchObject({ kind: 'invalid', field: 'status' });
      });
    });

    describe('a record that is not there', () => {
      it('is not found, to read or to change', async () => {
        expect(await failureOf(crm.read(world.missingId))).toEqual({ kind: 'not-found' });
        expect(await failureOf(crm.update(world.missingId, { amount: 1 }))).toEqual({ kind: 'not-found' });
      });

      it.each(['', 'no such id', '../people/1', '-2'])('has no id like %j', async (id) => {
        expect(['invalid', 'not-found']).toContain((await failureOf(crm.read(id))).kind);
      });
    });

    describe('creating', () => {
      it('makes company, contact and opportunity, which a lookup then finds', async () => {
        const company = await crm.createCompany({ name: 'Lumen', domain: 'lumen.example' });
        const contact = await crm.createContact({
          name: 'Ada Byron',
          address: 'ada@lumen.example',
          companyId: company.id,
        });
        const made = await crm.createOpportunity(
          { title: 'Lamps', amount: 250 },
          { contactId: contact.id, companyId: company.id },
        );
        expect(contact).toMatchObject({ name: 'Ada Byron', addresses: ['ada@lumen.example'], companyId: company.id });
        expect(made).toMatchObject({
          title: 'Lamps',
          amount: 250,
          status: 'open',
          contactId: contact.id,
          companyId: company.id,
        });
        const answer = await crm.lookup({ name: '', address: 'ada@lumen.example', domain: 'lumen.example' });
        // Whether the answer tells the company's domain is left to the CRM.
        expect(answer).toEqual({
          contact,
          company: { ...company, domain: answer.company?.domain ?? null },
          matches: [{ reason: 'primary-contact', opportunity: made }],
        });
      });

      it('takes the first stage of a pipeline unless told otherwise', async ({ skip }) => {
        const { mara, companyId } = await seedTessella(world);
        const { pipelines } = await crm.catalog();
        skip(pipelines.length === 0, 'lists no pipelines');
        const context = { contactId: mara, companyId };
        const first = await crm.createOpportunity({ title: 'Default' }, context);
        expect(first.stageId).toBe(pipelines.find(({ id }) => id === first.pipelineId)?.stages[0]?.id);
        const stageId = pipelines[0]!.stages[2]!.id;
        const pipeline = has('pipelineId') ? { pipelineId: pipelines[0]!.id } : {};
        const third = await crm.createOpportunity({ title: 'Told', ...pipeline, stageId }, context);
        expect(third.stageId).toBe(stageId);
      });

      it('names a contact without a name after the address', async () => {
        const contact = await crm.createContact({ name: '', address: 'kim@gmail.com', companyId: null });
        expect(contact).toMatchObject({ name: 'kim', companyId: null });
      });

      it('answers with what is there already instead of making it twice', async () => {
        const { mara, companyId } = await seedTessella(world);
        expect((await crm.createContact({ name: 'M. R.', address: MARA, companyId })).id).toBe(mara);
        expect((await crm.createCompany({ ...TESSELLA, name: 'Tessella Ltd' })).id).toBe(companyId);
      });
    });

    describe('finding and deleting', () => {
      it('finds a contact by address and a company by domain, or says null', async () => {
        const { mara, companyId } = await seedTessella(world);
        expect((await crm.findContact(MARA.toUpperCase()))?.id).toBe(mara);
        expect(await crm.findContact('who@else.example')).toBeNull();
        expect((await crm.findCompany('tessella.example'))?.id).toBe(companyId);
        expect(await crm.findCompany('else.example')).toBeNull();
      });

      it('deletes, and counts what is gone already as deleted', async () => {
        const { maras, mara, companyId } = await seedTessella(world);
        for (const _ of [1, 2]) {
          await crm.deleteOpportunity(maras);
          await crm.deleteContact(mara);
          await crm.deleteCompany(companyId);
        }
        expect(await failureOf(crm.read(maras))).toEqual({ kind: 'not-found' });
        expect(await crm.findContact(MARA)).toBeNull();
        expect(await crm.findCompany(TESSELLA.domain)).toBeNull();
      });
    });

    describe('changes', () => {
      beforeEach(({ skip }) => skip(!crm.changes, 'has its records on this device'));

      /** All pages of a kind. */
      async function listed(kind: RecordKind, since: number | null = null): Promise<ChangesPage[]> {
        const pages: ChangesPage[] = [];
        for (let from: string | null | undefined; from !== null; from = pages.at(-1)?.next ?? null) {
          pages.push((await crm.changes?.({ kind, since, from: from ?? null })) ?? expect.fail('lists nothing'));
          if (pages.length > 50) expect.fail('comes to no end');
        }
        return pages;
      }

      const all = (pages: readonly ChangesPage[]) => ({
        opportunities: pages.flatMap(({ opportunities }) => opportunities),
        contacts: pages.flatMap(({ contacts }) => contacts),
        companies: pages.flatMap(({ companies }) => companies),
      });
      const latestOf = (pages: readonly ChangesPage[]) => Math.max(...pages.map(({ latest }) => latest ?? -Infinity));

      it('bring each kind whole, each record as it is read elsewhere', async () => {
        const { mara, ben, companyId, maras, bens } = await seedTessella(world);
        const { opportunities } = all(await listed('opportunities'));
        expect(idsOf(opportunities)).toEqual([maras, bens].toSorted());
        expect(opportunities.find(({ ref }) => ref.id === maras)).toEqual(await crm.read(maras));
        const { contacts } = all(await listed('contacts'));
        expect(contacts.map(({ id }) => id).toSorted()).toEqual([mara, ben].toSorted());
        expect(contacts.find(({ id }) => id === mara)).toEqual(await crm.findContact(MARA));
        const { companies } = all(await listed('companies'));
        expect(companies).toEqual([await crm.findCompany(TESSELLA.domain)]);
        expect(companies[0]?.id).toBe(companyId);
      });

      it('bring one kind at a time, and nothing of an account without records', async () => {
        for (const kind of RECORD_KINDS) {
          expect(await listed(kind)).toMatchObject([{ ...NO_RECORDS, gone: [], latest: null, next: null }]);
        }
        await seedTessella(world);
        for (const kind of RECORD_KINDS)
          expect(all(await listed(kind))).toEqual({ ...NO_RECORDS, [kind]: expect.anything() });
      });

      it('miss nothing where many records changed at once', async () => {
        const companyId = await world.seed.company(TESSELLA);
        const contactId = await world.seed.person({ name: 'Mara', address: MARA, companyId });
        const titles = Array.from({ length: 430 }, (_, index) => `Robot ${index}`).toSorted();
        for (const title of titles) await world.seed.opportunity({ title }, { contactId, companyId });
        const found = new Set(all(await listed('opportunities')).opportunities.map(({ title }) => title));
        expect([...found].toSorted()).toEqual(titles);
      });

      it('bring what changed since the latest before, and what is new', async () => {
        const { mara, companyId, bens } = await seedTessella(world);
        const before = latestOf(await listed('opportunities'));
        await crm.update(bens, { title: 'Maintenance, renewed' });
        const added = await world.seed.opportunity({ title: 'Grippers' }, { contactId: mara, companyId });
        const pages = await listed('opportunities', before);
        const titles = all(pages).opportunities.map(({ title }) => title);
        expect(titles).toEqual(expect.arrayContaining(['Maintenance, renewed', 'Grippers']));
        expect(idsOf(all(pages).opportunities)).toContain(added);
        expect(latestOf(pages)).toBeGreaterThanOrEqual(before);
      });

      it('bring nothing older than asked for', async () => {
        await seedTessella(world);
        const later = Date.now() + 60_000;
        for (const kind of RECORD_KINDS) expect(all(await listed(kind, later))).toEqual(NO_RECORDS);
      });

      it('leave out what was deleted', async () => {
        const { maras, bens, ben, mara } = await seedTessella(world);
        await crm.deleteOpportunity(maras);
        await crm.deleteContact(ben);
        expect(idsOf(all(await listed('opportunities')).opportunities)).toEqual([bens]);
        expect(all(await listed('contacts')).contacts.map(({ id }) => id)).toEqual([mara]);
      });

      it('do not go on from nowhere', async () => {
        await seedTessella(world);
        for (const kind of RECORD_KINDS) {
          const page = crm.changes?.({ kind, since: null, from: 'nowhere' }) ?? Promise.resolve();
          expect(await failureOf(page)).toMatchObject({ kind: 'invalid' });
        }
      });

      it('end with an AbortError when they are no longer wanted', async () => {
        const signal = AbortSignal.abort();
        const page = crm.changes?.({ kind: 'opportunities', since: null, from: null, signal });
        await expect(page).rejects.toMatchObject({ name: 'AbortError' });
      });
    });

    describe('lists', () => {
      it('searches by a part of the title, whatever its case', async () => {
        const { maras } = await seedTessella(world);
        const page = await find('aB roB');
        expect(idsOf(page.opportunities)).toEqual([maras]);
        expect(page.next).toBeNull();
      });

      it("searches by a part of the company's name", async () => {
        const { maras, bens } = await seedTessella(world);
        expect(idsOf((await find('TESS')).opportunities)).toEqual([maras, bens].toSorted());
      });

      it('finds nothing where there is nothing', async () => {
        await seedTessella(world);
        expect(await find('nowhere')).toMatchObject({ opportunities: [], next: null });
      });

      it('lists the open opportunities only', async () => {
        const { maras, bens } = await seedTessella(world);
        await crm.update(maras, await closing());
        expect(await crm.listOpen()).toEqual({ opportunities: [await crm.read(bens)], isTruncated: false });
      });

      it('gives every result once, part by part', async () => {
        const companyId = await world.seed.company(TESSELLA);
        const contactId = await world.seed.person({ name: 'Mara', address: MARA, companyId });
        const titles = Array.from({ length: 120 }, (_, index) => `Robot ${String(index).padStart(3, '0')}`);
        for (const title of titles) await world.seed.opportunity({ title }, { contactId, companyId });
        const found: string[] = [];
        let parts = 0;
        for (let from: string | null | undefined; from !== null; parts += 1) {
          const page = await crm.search({ ...EMPTY_QUERY, text: 'robot' }, from ?? null);
          found.push(...page.opportunities.map(({ title }) => title));
          from = page.next;
        }
        expect(found.toSorted()).toEqual(titles);
        expect(parts).toBeLessThan(10);
      });

      /** One that passes each filter, beside one that does not. */
      const FILTERED: [keyof SearchFilters, OpportunityPatch, SearchFilters][] = [
        ['amount', { amount: 700 }, { amount: { min: 600, max: 800 } }],
        ['winProbability', { winProbability: 77 }, { winProbability: { min: 77, max: null } }],
        ['closeDate', { closeDate: '2031-05-06' }, { closeDate: { min: '2031-05-06', max: '2031-05-06' } }],
        ['priorities', { priority: 'high' }, { priorities: ['high'] }],
        ['tags', { tags: ['arm'] }, { tags: ['arm'] }],
      ];
      it.each(FILTERED)('narrows a search by %s', async (name, patch, filters) => {
        if (!world.capabilities.filters.includes(name) || !fieldsOf(patch).every(has)) return;
        const { maras, bens } = await seedTessella(world);
        await crm.update(maras, patch);
        expect(idsOf((await find('', filters)).opportunities)).toEqual([maras]);
        expect(idsOf((await find('maintenance', filters)).opportunities)).not.toContain(bens);
      });

      it('narrows a search by status, owner, stage, source, loss reason and day of creation', async () => {
        const { maras, bens } = await seedTessella(world);
        const { filters } = world.capabilities;
        const { owners, pipelines, sources, lossReasons } = await crm.catalog();
        const stageId = pipelines[0]?.stages[2]?.id;
        const day = new Date().toLocaleDateString('sv');
        await crm.update(maras, await closing());
        const { status } = await crm.read(maras);
        const patch: OpportunityPatch = {
          ...(owners[0] && has('ownerId') ? { ownerId: owners[0].id } : {}),
          ...(sources[0] && has('sourceId') ? { sourceId: sources[0].id } : {}),
          ...(lossReasons[0] && has('lossReasonId') ? { lossReasonId: lossReasons[0].id } : {}),
        };
        const after = Object.keys(patch).length > 0 ? await crm.update(maras, patch) : await crm.read(maras);
        const searches: [keyof SearchFilters, SearchFilters][] = [
          ['statuses', { statuses: [status] }],
          ['owners', { owners: [after.ownerId] }],
          ['sources', { sources: [after.sourceId] }],
          ['lossReasons', { lossReasons: [after.lossReasonId] }],
        ];
        const asked = searches.filter(
          ([name, one]) => filters.includes(name) && !Object.values(one).flat().includes(null),
        );
        for (const [name, one] of asked) {
          expect([name, idsOf((await find('', one)).opportunities)]).toEqual([name, [maras]]);
        }
        if (stageId && filters.includes('stages')) {
          await crm.update(bens, { stageId });
          expect(idsOf((await find('', { stages: [stageId] })).opportunities)).toEqual([bens]);
        }
        if (filters.includes('createdAt')) {
          const today = await find('', { createdAt: { min: day, max: day } });
          expect(idsOf(today.opportunities)).toEqual([maras, bens].toSorted());
          expect((await find('', { createdAt: { min: null, max: '2001-01-01' } })).opportunities).toEqual([]);
        }
      });

      it('sorts by what it says it can', async () => {
        const { maras, bens } = await seedTessella(world);
        await crm.update(bens, { amount: 5, ...(has('winProbability') ? { winProbability: 5 } : {}) });
        await crm.update(maras, { amount: 9, ...(has('winProbability') ? { winProbability: 90 } : {}) });
        const sorts: SortName[] = ['title', 'amount', 'winProbability', 'updatedAt'];
        for (const by of sorts.filter((sort) => world.capabilities.sorts.includes(sort))) {
          for (const isDescending of [false, true]) {
            const { opportunities } = await crm.search({ text: '', filters: {}, sort: { by, isDescending } }, null);
            const values = opportunities.map((opportunity) => opportunity[by as 'title' | 'amount']);
            const sorted = values.toSorted((a, b) => (a! < b! ? -1 : Number(a! > b!)));
            expect([by, values]).toEqual([by, isDescending ? sorted.toReversed() : sorted]);
          }
        }
      });

      it('keeps notes, where it has them', async ({ skip }) => {
        const { notes, canListNotes } = world.capabilities;
        skip(!notes, 'has no notes');
        const { maras, mara, companyId } = await seedTessella(world);
        await crm.addNote({ text: 'Called, “yes”', opportunityId: maras, contactId: mara, companyId });
        expect((await crm.listNotes(maras)).map(({ text }) => text)).toEqual(canListNotes ? ['Called, “yes”'] : []);
      });

      it('has a catalog whose stages are in order and have a likelihood', async () => {
        const { pipelines, lossReasons } = await crm.catalog();
        if (has('lossReasonId') && !has('lossReason')) expect(lossReasons.length).toBeGreaterThan(0);
        if (!has('stageId') || pipelines.length === 0) return;
        const { stages } = pipelines[0]!;
        const probabilities = stages.map(({ winProbability }) => winProbability ?? 0);
        expect(stages.length).toBeGreaterThanOrEqual(3);
        expect(probabilities).toEqual(probabilities.toSorted((a, b) => a - b));
        expect(new Set(pipelines.flatMap((pipeline) => pipeline.stages.map(({ id }) => id))).size).toBe(
          pipelines.flatMap((pipeline) => pipeline.stages).length,
        );
      });
    });
  });
}

/** Fields that any CRM having them lets be empty. */
const CLEARABLE = [
  'amount',
  'closeDate',
  'lossReasonId',
  'lossReason',
  'wonReason',
  'ownerId',
  'sourceId',
  'source',
  'type',
  'nextStep',
  'description',
  'externalId',
  'mapLink',
] as const;
