import { expect, it } from 'vitest';
import type { Entry, Place } from '../../components/form/entries';
import { enter, textsFor } from '../../components/form/entries';
import type { FieldSpec } from '../../components/form/field-specs';
import { createSpecs } from '../../components/form/field-specs';
import { emptySource } from '../../components/form/form-values';
import type { Field } from '../../lib/domain/opportunity';
import { FIELDS } from '../../lib/domain/opportunity';
import type { Catalog } from '../../lib/domain/pipeline';
import { CUSTOM_FIELDS } from './custom-samples';
import { CATALOG } from './samples';

interface Form extends Place {
  specs: FieldSpec[];
}

function formIn(connection: string, own: Partial<Catalog> = {}): Form {
  const catalog = { ...CATALOG, ...own };
  return { connection, catalog, specs: createSpecs({ catalog, capabilities: { fields: FIELDS } }, emptySource('')) };
}

function fillIn(form: Form, texts: Partial<Record<Field, string>>, before: readonly Entry[] = []) {
  return form.specs.reduce((entries, spec) => {
    const text = texts[spec.field];
    return text === undefined ? entries : enter(entries, form, spec, text);
  }, before);
}
const readIn = (form: Form, entries: readonly Entry[]) => textsFor(entries, form, form.specs);

const pipeline = (id: string, name: string, ...stages: string[]) => ({
  id,
  name,
  isRevenue: true,
  stages: stages.map((stage) => ({ id: `${id}-${stage}`, name: stage, winProbability: null })),
});
const customFields = CUSTOM_FIELDS.map((field) => ({
  ...field,
  id: `b-${field.id}`,
  options: field.options.slice(1).map(({ id, name }) => ({ id: `b-${id}`, name })),
}));

it('lets lists follow by the names there are, and nothing where there is none', () => {
  const here = formIn('a', { customFields: CUSTOM_FIELDS });
  const there = formIn('b', { customFields });
  const entries = fillIn(here, {
    'custom:products': '["arms","vision"]',
    'custom:partners': '["company:2"]',
    'custom:segment': 'pharma',
  });
  expect(readIn(there, entries)).toEqual({
    'custom:b-products': '["b-vision"]',
    'custom:b-partners': '["b-company:2"]',
  });
});

it('does not take another CRM’s field of the same id for the same', () => {
  const [code] = CUSTOM_FIELDS;
  const there = formIn('b', { customFields: code ? [{ ...code, label: 'Bank account' }] : [] });
  const entries = fillIn(formIn('a', { customFields: CUSTOM_FIELDS }), { 'custom:code': 'LR-3' });
  expect(readIn(there, entries)).toEqual({});
});

it('finds a stage in the pipeline of the same name, and guesses none', () => {
  const here = formIn('a', { pipelines: [pipeline('x', 'Sales', 'New', 'Lead')] });
  const there = formIn('b', { pipelines: [pipeline('y', 'Partners', 'New'), pipeline('z', 'sales', 'New')] });
  const elsewhere = formIn('c', { pipelines: [pipeline('y', 'Partners', 'New'), pipeline('z', 'Leases', 'New')] });
  const entries = fillIn(here, { stageId: 'x-New' });
  expect(readIn(there, entries)).toEqual({ stageId: 'z-New' });
  expect(readIn(elsewhere, entries)).toEqual({});
});

it('leaves ids without names where they were typed', () => {
  const bare = { owners: [], sources: [] };
  const entries = fillIn(formIn('a', bare), { ownerId: '5', leadId: '6', externalId: '7', type: 'Renewal' });
  expect(readIn(formIn('b', bare), entries)).toEqual({ type: 'Renewal' });
  expect(readIn(formIn('b'), fillIn(formIn('a', bare), { ownerId: 'sam' }))).toEqual({});
});

it('waits for a catalog that is still to come', () => {
  const entries = fillIn(formIn('a'), { ownerId: 'sam' });
  const there = { connection: 'b', catalog: null };
  const specs = createSpecs({ catalog: null, capabilities: { fields: FIELDS } }, emptySource(''));
  expect(textsFor(entries, there, specs)).toEqual({});
  expect(readIn(formIn('b'), entries)).toEqual({ ownerId: 'sam' });
});

it('goes by what was said last', () => {
  const here = formIn('a');
  const there = formIn('b', {
    owners: [
      { id: '1', name: 'Jo Harbour' },
      { id: '2', name: 'Ada North' },
    ],
  });
  const first = fillIn(here, { ownerId: 'sam', amount: '5' });
  expect(readIn(here, fillIn(there, { ownerId: '1', amount: '' }, first))).toEqual({ ownerId: 'jo', amount: '' });
  // Nobody of that name here: what was chosen here comes back.
  expect(readIn(here, fillIn(there, { ownerId: '2' }, first))).toEqual({ ownerId: 'sam', amount: '5' });
});
