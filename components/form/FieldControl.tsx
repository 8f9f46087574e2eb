import type { Catalog } from '../../lib/domain/pipeline';
import { ChoicesField } from './ChoicesField';
import type { FieldKind } from './field-kinds';
import type { FieldSpec } from './field-specs';
import { LinksField } from './LinksField';
import { StageOptions } from './StageOptions';
import { TagsField } from './TagsField';

export interface FieldControlProps {
  spec: FieldSpec;
  id: string;
  /** Of the label, for controls that are groups. */
  labelId: string;
  /** Of the sentence that says what is wrong; undefined when nothing is. */
  problemId: string | undefined;
  text: string;
  catalog: Catalog | null;
  onType: (text: string) => void;
}

/** True for controls of several parts, which are labelled as a group. */
export function isGroup(kind: FieldKind): boolean {
  return kind === 'choices' || kind === 'links';
}

/** The control a field's kind asks for. */
export function FieldControl(props: FieldControlProps) {
  const { spec, id, problemId, text, catalog, onType } = props;
  const common = {
    id,
    name: spec.field,
    required: spec.isRequired,
    'aria-invalid': problemId !== undefined,
    'aria-describedby': problemId,
    onInput: (event: { currentTarget: { value: string } }) => onType(event.currentTarget.value),
  };
  const value = { ...common, value: text };
  switch (spec.kind) {
    case 'tags':
      return <TagsField {...props} />;
    case 'choices':
      return <ChoicesField {...props} />;
    case 'links':
      return <LinksField {...props} />;
    case 'choice':
      return (
        <select {...value}>
          <Options spec={spec} value={text} catalog={catalog} />
        </select>
      );
    case 'checkbox':
      return (
        <input
          {...common}
          type="checkbox"
          checked={text === 'true'}
          onInput={(event) => onType(event.currentTarget.checked ? 'true' : '')}
        />
      );
    case 'multiline':
      return <textarea dir="auto" rows={spec.field === 'description' ? 3 : 2} {...value} />;
    case 'date':
      return <input type="date" max="9999-12-31" {...value} />;
    case 'instant':
      return <input type="datetime-local" max="9999-12-31T23:59" {...value} />;
    case 'currency':
      return <CurrencyInput {...value} />;
    case 'number':
    case 'money':
    case 'percent':
      return <input type="text" inputMode="decimal" autocomplete="off" {...value} />;
    case 'phone':
      return <input type="text" inputMode="tel" dir="auto" autocomplete="off" {...value} />;
    case 'url':
      return <input type="text" inputMode="url" dir="ltr" autocomplete="off" {...value} />;
    case 'text':
    case 'raw':
      return <input type="text" dir="auto" autocomplete="off" {...value} />;
  }
}

function Options({ spec, value, catalog }: { spec: FieldSpec; value: string; catalog: Catalog | null }) {
  const { choices, none, field } = spec;
  const isKnown = !value || choices.some(({ id }) => id === value);
  return (
    <>
      {none !== null && <option value="">{none}</option>}
      {!isKnown && <option value={value}>Unknown</option>}
      {field === 'stageId' ? (
        <StageOptions catalog={catalog} />
      ) : (
        choices.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))
      )}
    </>
  );
}

/** ISO 4217 codes to choose from; any other may be typed. */
function CurrencyInput(common: { id: string; name: string; value: string }) {
  const listId = `${common.id}-codes`;
  return (
    <>
      <input type="text" autocomplete="off" spellcheck={false} maxLength={3} list={listId} {...common} />
      <datalist id={listId}>
        {Intl.supportedValuesOf('currency').map((code) => (
          <option key={code} value={code} />
        ))}
      </datalist>
    </>
  );
}
