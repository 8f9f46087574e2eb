import type { CustomField, CustomType } from '../../lib/domain/custom-field';
import type { Opportunity } from '../../lib/domain/opportunity';
import { NOW } from './samples';

function field(id: string, type: CustomType, label: string, own: Partial<CustomField> = {}): CustomField {
  return { id, type, label, options: [], currency: null, isRequired: false, isFilterable: false, ...own };
}

const options = (...names: string[]) => names.map((name) => ({ id: name.toLowerCase(), name }));

/** A custom field of every type. */
export const CUSTOM_FIELDS: CustomField[] = [
  field('code', 'text', 'Project code', { isRequired: true }),
  field('notes', 'multiline', 'Delivery notes'),
  field('tender', 'url', 'Tender page'),
  field('phone', 'phone', 'Site phone'),
  field('robots', 'number', 'Robots'),
  field('budget', 'money', 'Service budget', { currency: 'USD' }),
  field('discount', 'percent', 'Discount'),
  field('live', 'date', 'Go-live'),
  field('visit', 'instant', 'Next visit'),
  field('renewal', 'checkbox', 'Renewal'),
  field('segment', 'choice', 'Segment', { options: options('Pharma', 'Food') }),
  field('products', 'choices', 'Products', { options: options('Arms', 'Grippers', 'Vision') }),
  field('partners', 'links', 'Partners', {
    options: [
      { id: 'company:1', name: 'Nordwind' },
      { id: 'company:2', name: 'Southstar' },
    ],
  }),
  field('mapping', 'raw', 'Mapping'),
];

/** A value for each of them. */
export const CUSTOM_VALUES = {
  'custom:code': 'LR-2',
  'custom:notes': 'Dock 4\nRing twice',
  'custom:tender': 'https://tenders.example/lr2',
  'custom:phone': '+49 30 1234',
  'custom:robots': 4,
  'custom:budget': 12_500.5,
  'custom:discount': 7.5,
  'custom:live': '2027-02-01',
  'custom:visit': new Date(NOW).toISOString(),
  'custom:renewal': true,
  'custom:segment': 'pharma',
  'custom:products': ['arms', 'vision'],
  'custom:partners': ['company:1'],
  'custom:mapping': '{"a":1}',
} satisfies Partial<Opportunity>;
