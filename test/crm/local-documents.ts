import fc from 'fast-check';
import { CHOICES } from '../../lib/crm/local/choices';
import type { ExportDocument } from '../../lib/crm/local/export-document';
import { PRIORITIES, STATUSES } from '../../lib/domain/opportunity';

/** Every document the local CRM could have exported, for property tests. */

const odd = fc.constantFrom(
  '__proto__',
  'constructor',
  '\ud800',
  '\u202egpj.exe',
  '<script>alert(1)</script>',
  '"},{"',
  '\0',
);
const text = fc.oneof({ weight: 4, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) }, odd);
const name = text.map((value) => value.trim()).filter((value) => value !== '');
const id = fc.oneof(fc.uuid(), odd);
const instant = fc
  .date({ min: new Date('1970-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString());
const places = CHOICES.pipelines.flatMap(({ id: pipelineId, stages }) =>
  stages.map((stage) => ({ pipelineId, stageId: stage.id })),
);

function maybe<T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> {
  return fc.option(value, { nil: null });
}

function oneId(choices: readonly { id: string }[]): fc.Arbitrary<string> {
  return fc.constantFrom(...choices.map((choice) => choice.id));
}

function uniqueById<T extends { id: string }>(record: fc.Arbitrary<T>): fc.Arbitrary<T[]> {
  return fc.uniqueArray(record, { selector: (made) => made.id, maxLength: 6 });
}

const companies = fc.uniqueArray(
  fc.record({ id, name, domain: maybe(fc.domain().map((domain) => domain.toLowerCase())) }),
  {
    comparator: (a, b) => a.id === b.id || (a.domain !== null && a.domain === b.domain),
    maxLength: 4,
  },
);

function contacts(companyId: fc.Arbitrary<string | null>) {
  const address = fc.emailAddress().map((value) => value.toLowerCase());
  const addresses = fc.uniqueArray(address, { maxLength: 3 });
  return fc.uniqueArray(fc.record({ id, name, addresses, title: maybe(text), companyId }), {
    comparator: (a, b) => a.id === b.id || a.addresses.some((used) => b.addresses.includes(used)),
    maxLength: 4,
  });
}

function opportunity(companyId: fc.Arbitrary<string | null>, contactIds: readonly string[]) {
  return fc
    .record({
      place: fc.constantFrom(...places),
      id,
      title: name,
      status: fc.constantFrom(...STATUSES),
      winProbability: maybe(fc.integer({ min: 0, max: 100 })),
      amount: maybe(fc.double({ min: 0, noNaN: true, noDefaultInfinity: true })),
      closeDate: maybe(instant.map((time) => time.slice(0, 10))),
      priority: maybe(fc.constantFrom(...PRIORITIES)),
      lossReasonId: maybe(oneId(CHOICES.lossReasons)),
      sourceId: maybe(oneId(CHOICES.sources)),
      nextStep: maybe(text),
      description: maybe(text),
      tags: fc.array(name, { maxLength: 3 }),
      currency: fc.constantFrom('EUR', 'USD', 'JPY'),
      contactId: fc.constantFrom(null, ...contactIds),
      relatedContactIds: fc.subarray([...contactIds]),
      companyId,
      notes: uniqueById(fc.record({ id, text: name, at: instant })),
      stageChangedAt: instant,
      createdAt: instant,
      updatedAt: instant,
    })
    .map(({ place, ...fields }) => ({ ...fields, ...place }));
}

/** Documents with every member, in the order of an export: by id. */
export const documents: fc.Arbitrary<ExportDocument> = companies.chain((firms) => {
  const companyId = fc.constantFrom(null, ...firms.map((firm) => firm.id));
  return contacts(companyId).chain((people) =>
    fc.record({
      format: fc.constant('dealside-export' as const),
      version: fc.constant(2 as const),
      currency: fc.constantFrom('EUR', 'USD'),
      companies: fc.constant(byId(firms)),
      contacts: fc.constant(byId(people)),
      opportunities: uniqueById(
        opportunity(
          companyId,
          people.map((person) => person.id),
        ),
      ).map(byId),
    }),
  );
});

function byId<T extends { id: string }>(records: readonly T[]): T[] {
  return records.toSorted((a, b) => (a.id < b.id ? -1 : 1));
}
