import { useId } from 'preact/hooks';
import type { Catalog, Choice } from '../lib/domain/pipeline';
import { PRIORITIES } from '../lib/domain/opportunity';
import { FIELD_LABELS, PRIORITY_LABELS } from './field-values';
import type { FormField, Problems } from './form-values';
import { StageOptions } from './StageOptions';

interface FormFieldsProps {
  fields: readonly FormField[];
  catalog: Catalog | null;
  /** The name of the currency amounts are in; `null` when unknown. */
  currency: string | null;
  problems: Problems;
  textOf: (field: FormField) => string;
  onType: (field: FormField, text: string) => void;
}

/** The given fields with their labels and what is wrong with them. */
export function FormFields({ fields, problems, ...rest }: FormFieldsProps) {
  return (
    <div class="fields">
      {fields.map((field) => (
        <LabelledField key={field} field={field} problem={problems[field]} {...rest} />
      ))}
    </div>
  );
}

type ControlProps = Omit<FormFieldsProps, 'fields' | 'problems'> & { field: FormField };

function LabelledField({ problem, ...control }: ControlProps & { problem: string | undefined }) {
  const id = useId();
  const { field, currency } = control;
  return (
    <div class={`field is-${field}`}>
      <label for={id}>{FIELD_LABELS[field]}</label>
      {field === 'amount' && currency && <span class="unit">{currency.slice(0, 8)}</span>}
      {field === 'tags' && <span class="unit">commas between</span>}
      <Control {...control} id={id} isInvalid={problem !== undefined} />
      <p class="problem" id={`${id}-problem`} aria-live="polite">
        {problem}
      </p>
    </div>
  );
}

function Control({ field, catalog, textOf, onType, id, isInvalid }: ControlProps & { id: string; isInvalid: boolean }) {
  const common = {
    id,
    name: field,
    value: textOf(field),
    'aria-invalid': isInvalid,
    'aria-describedby': isInvalid ? `${id}-problem` : undefined,
    onInput: (event: { currentTarget: { value: string } }) => onType(field, event.currentTarget.value),
  };
  switch (field) {
    case 'title':
    case 'tags':
      return <input type="text" dir="auto" autocomplete="off" {...common} />;
    case 'amount':
      return <input type="text" inputMode="decimal" autocomplete="off" {...common} />;
    case 'closeDate':
      return <input type="date" max="9999-12-31" {...common} />;
    case 'description':
      return <textarea dir="auto" rows={3} {...common} />;
    case 'priority':
      return (
        <select {...common}>
          {PRIORITIES.map((priority) => (
            <option key={priority} value={priority}>
              {PRIORITY_LABELS[priority]}
            </option>
          ))}
        </select>
      );
    case 'stageId':
      return (
        <select {...common}>
          <option value="">First stage</option>
          <StageOptions catalog={catalog} />
        </select>
      );
    case 'ownerId':
    case 'sourceId': {
      const choices = (field === 'ownerId' ? catalog?.owners : catalog?.sources) ?? [];
      return (
        <select {...common}>
          <ChoiceOptions choices={choices} value={common.value} />
        </select>
      );
    }
  }
}

function ChoiceOptions({ choices, value }: { choices: readonly Choice[]; value: string }) {
  const isKnown = !value || choices.some(({ id }) => id === value);
  return (
    <>
      <option value="">None</option>
      {!isKnown && <option value={value}>Unknown</option>}
      {choices.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </>
  );
}
