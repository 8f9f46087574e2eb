import { describe, expect, it } from 'vitest';
import type { FieldSpec } from '../../components/form/field-specs';
import { createSpecs, detailSpecs } from '../../components/form/field-specs';
import { emptySource } from '../../components/form/form-values';
import type { StandardField } from '../../lib/domain/opportunity';
import { FIELDS } from '../../lib/domain/opportunity';
import type { Catalog } from '../../lib/domain/pipeline';
import { CUSTOM_FIELDS } from './custom-samples';
import { CATALOG, EVERYTHING, opportunity, section } from './samples';

const sectionWith = (fields: readonly StandardField[], catalog: Partial<Catalog> = {}) =>
  section([], { capabilities: { ...EVERYTHING, fields }, catalog: { ...CATALOG, ...catalog } });
const names = (specs: FieldSpec[], isRare?: boolean) =>
  specs.filter((spec) => isRare === undefined || spec.isRare === isRare).map(({ field }) => field);
const find = (specs: FieldSpec[], field: string) => specs.find((spec) => spec.field === field);

describe('the details', () => {
  it('offer what is used daily first, and nothing the article or nobody can edit', () => {
    const specs = detailSpecs(sectionWith(FIELDS), opportunity('1'));
    expect(names(specs, false)).toEqual([
      'title',
      'amount',
      'currency',
      'closeDate',
      'priority',
      'ownerId',
      'sourceId',
      'tags',
      'nextStep',
      'description',
    ]);
    const elsewhere = /^(status|stageId|pipelineId|winProbability)$/;
    expect(names(specs).toSorted()).toEqual(FIELDS.filter((field) => !elsewhere.test(field)).toSorted());
  });

  it('leave out values where a pipeline or the record is not about money', () => {
    const record = opportunity('1', { isRevenue: false });
    expect(names(detailSpecs(sectionWith(FIELDS), record))).not.toContain('amount');
    expect(names(detailSpecs(sectionWith(FIELDS), opportunity('1', { stageId: 'p1' })))).not.toContain('amount');
  });

  it('leave the reason of a loss to the article, and bring the reason of a win forward', () => {
    const reasons = sectionWith(['lossReason', 'wonReason']);
    expect(names(detailSpecs(reasons, opportunity('1', { status: 'lost' })))).toEqual(['wonReason']);
    expect(names(detailSpecs(reasons, opportunity('1', { status: 'won' })), false)).toEqual(['wonReason']);
  });

  it('type ids where a CRM names nothing to choose from', () => {
    const bare = sectionWith(['ownerId', 'sourceId', 'source', 'stageId'], { owners: [], sources: [], pipelines: [] });
    const specs = detailSpecs(bare, opportunity('1'));
    expect(specs.map(({ label, kind, isRare }) => [label, kind, isRare])).toEqual([
      ['Owner ID', 'text', true],
      ['Source ID', 'text', true],
      ['Source', 'text', false],
      ['Stage ID', 'text', true],
    ]);
  });

  it('keep choices while the catalog is still to come', () => {
    const specs = detailSpecs({ ...sectionWith(['ownerId']), catalog: null }, opportunity('1', { ownerName: 'Jo' }));
    expect(specs).toMatchObject([{ kind: 'choice', choices: [{ id: 'jo', name: 'Jo' }] }]);
  });

  it('keep what is chosen where it is not on offer', () => {
    const record = opportunity('1', { ownerId: 'x', ownerName: 'Ada North', sourceId: 'y', priority: 'urgent' });
    const specs = detailSpecs(sectionWith(FIELDS), record);
    expect(find(specs, 'ownerId')?.choices.at(-1)).toEqual({ id: 'x', name: 'Ada North' });
    expect(find(specs, 'sourceId')?.choices.at(-1)).toEqual({ id: 'y', name: 'Unknown' });
    expect(find(specs, 'priority')?.choices.at(-1)).toEqual({ id: 'urgent', name: 'Urgent' });
  });

  it('give text with line breaks more than one line', () => {
    const specs = detailSpecs(sectionWith(['type'], { customFields: CUSTOM_FIELDS }), {
      ...opportunity('1', { type: 'a\nb' }),
      'custom:code': 'a\nb',
    });
    expect(find(specs, 'type')?.kind).toBe('multiline');
    expect(find(specs, 'custom:code')?.kind).toBe('multiline');
  });

  it('have the CRM’s own fields after the others, but those nobody can edit', () => {
    const specs = detailSpecs(sectionWith(['title'], { customFields: CUSTOM_FIELDS.slice(0, 3) }), opportunity('1'));
    expect(specs.map(({ label }) => label)).toEqual(['Title', 'Project code', 'Delivery notes', 'Tender page']);
    const all = detailSpecs(sectionWith(['title'], { customFields: CUSTOM_FIELDS }), opportunity('1'));
    expect(names(all)).not.toContain('custom:mapping');
  });

  it('fold away empty ones of very many custom fields', () => {
    const [, one] = CUSTOM_FIELDS;
    const customFields = one ? Array.from({ length: 150 }, (_, index) => ({ ...one, id: `${index}` })) : [];
    const record = { ...opportunity('1'), 'custom:140': 'here' };
    expect(names(detailSpecs(sectionWith(['title'], { customFields }), record), false)).toEqual([
      'title',
      'custom:140',
    ]);
  });

  it('take a list nobody can choose from as text', () => {
    const customFields = CUSTOM_FIELDS.map((one) => ({ ...one, options: [] }));
    const specs = detailSpecs(sectionWith([], { customFields }), opportunity('1'));
    expect(find(specs, 'custom:products')?.kind).toBe('tags');
  });
});

describe('a new opportunity', () => {
  it('is asked for its stage and for what its CRM requires; the rest is folded away', () => {
    const specs = createSpecs(sectionWith(EVERYTHING.fields, { customFields: CUSTOM_FIELDS }), emptySource('New'));
    expect(names(specs, false).slice(0, 3)).toEqual(['title', 'stageId', 'amount']);
    expect(names(specs, false).at(-1)).toBe('custom:code');
    expect(names(specs, true)).toContain('custom:segment');
    expect(find(specs, 'amount')?.unit).toBe('EUR');
  });

  it('is about whom the email is about', () => {
    const specs = createSpecs(sectionWith(FIELDS), emptySource('New'));
    expect(names(specs).filter((field) => /^(contact|company)/.test(field))).toEqual([]);
  });

  it('has no stage to start in where there are none', () => {
    const specs = createSpecs(sectionWith(['title', 'stageId'], { pipelines: [] }), emptySource('New'));
    expect(specs.map(({ field, kind }) => [field, kind])).toEqual([
      ['title', 'text'],
      ['stageId', 'text'],
    ]);
  });
});
