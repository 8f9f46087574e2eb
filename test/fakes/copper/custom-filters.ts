import { anything, type Check, id, objectOf, oneOf } from './attributes';
import { definitionsOf, showCustomFields } from './custom-fields';
import { invalid } from './errors';
import type { Filter } from './filters';
import type { CustomFieldDefinition, CustomFieldValue, DataType } from './records';
import type { EntityName } from './shared';
import type { State } from './state';

interface Wanted {
  custom_field_definition_id: number;
  value?: unknown;
  minimum_value?: number;
  maximum_value?: number;
  allow_empty?: boolean;
  option?: 'ANY' | 'ALL' | 'NONE';
}

const shape = objectOf({
  custom_field_definition_id: id,
  value: anything,
  minimum_value: anything,
  maximum_value: anything,
  allow_empty: oneOf(true, false),
  option: oneOf('ANY', 'ALL', 'NONE'),
});

/** What each kind of field may be asked for; texts and connections can't be searched for. */
const PARAMETERS: Partial<Record<DataType, readonly string[]>> = {
  Dropdown: ['value', 'allow_empty'],
  MultiSelect: ['value', 'allow_empty', 'option'],
  Checkbox: ['value'],
  Date: ['minimum_value', 'maximum_value'],
  Float: ['value', 'minimum_value', 'maximum_value'],
  Percentage: ['value', 'minimum_value', 'maximum_value'],
  Currency: ['value', 'minimum_value', 'maximum_value'],
};

/** `custom_fields` of a search: all must pass. */
export function byCustomFields<Record extends { id: number; custom_fields: CustomFieldValue[] }>(
  state: State,
  entity: EntityName,
): Filter<Record> {
  const definitions = definitionsOf(state, entity);
  const check: Check = (value, human) =>
    Array.isArray(value)
      ? value.map((one) => shape(one, human) ?? checkWanted(one as Wanted, definitions)).find(Boolean)
      : 'must be an array';
  return {
    check,
    passes(record, wanted) {
      const values = showCustomFields(state, entity, record);
      return (wanted as Wanted[]).every((one) => {
        const held = values.find((value) => value.custom_field_definition_id === one.custom_field_definition_id);
        return passes(held?.value, one);
      });
    },
  };
}

function checkWanted(wanted: Wanted, definitions: readonly CustomFieldDefinition[]): string | undefined {
  const { custom_field_definition_id: key, ...parameters } = wanted;
  const definition = definitions.find((one) => one.id === key);
  if (!definition) throw invalid(`Custom Fields: Invalid custom field definition: ${key}`);
  const allowed = definition.is_filterable ? (PARAMETERS[definition.data_type] ?? []) : [];
  const unknown = Object.keys(parameters).find((name) => !allowed.includes(name));
  return unknown === undefined ? undefined : `${definition.name} cannot be searched by ${unknown}`;
}

function passes(held: unknown, { value, minimum_value, maximum_value, allow_empty = false, option = 'ANY' }: Wanted) {
  if (minimum_value !== undefined || maximum_value !== undefined) {
    const amount = typeof held === 'number' ? held : NaN;
    return amount >= (minimum_value ?? -Infinity) && amount <= (maximum_value ?? Infinity);
  }
  if (!Array.isArray(value)) return held === value;
  const options: unknown[] = [held ?? []].flat();
  if (options.length === 0) return allow_empty || value.length === 0;
  const has = (one: unknown) => options.includes(one);
  if (option === 'NONE') return !value.some(has);
  return option === 'ALL' ? value.every(has) : value.some(has);
}
