import { useId } from 'preact/hooks';
import type { Field } from '../../lib/domain/opportunity';
import type { Catalog } from '../../lib/domain/pipeline';
import { safeUrl } from '../display';
import { FieldControl, isGroup } from './FieldControl';
import type { FieldSpec } from './field-specs';
import type { Problems, Texts } from './form-values';

interface FormFieldsProps {
  specs: readonly FieldSpec[];
  catalog: Catalog | null;
  problems: Problems;
  /** What was typed: fields touched or in trouble are never out of sight. */
  touched: Texts;
  textOf: (spec: FieldSpec) => string;
  onType: (field: Field, text: string) => void;
}

/** The given fields with their labels and what is wrong with them; those used rarely are folded away. */
export function FormFields({ specs, problems, touched, ...rest }: FormFieldsProps) {
  const rare = specs.filter(({ isRare }) => isRare);
  const hasNews = rare.some(({ field }) => field in problems || field in touched);
  const fields = (some: readonly FieldSpec[]) => (
    <div class="fields">
      {some.map((spec) => (
        <LabelledField key={spec.field} spec={spec} problem={problems[spec.field]} {...rest} />
      ))}
    </div>
  );
  return (
    <>
      {fields(specs.filter(({ isRare }) => !isRare))}
      {rare.length > 0 && (
        <details class="more-fields" open={hasNews}>
          <summary>More fields</summary>
          {fields(rare)}
        </details>
      )}
    </>
  );
}

type LabelledFieldProps = Pick<FormFieldsProps, 'catalog' | 'textOf' | 'onType'> & {
  spec: FieldSpec;
  problem: string | undefined;
};

function LabelledField({ spec, problem, catalog, textOf, onType }: LabelledFieldProps) {
  const id = useId();
  const { field, kind, label } = spec;
  const text = textOf(spec);
  const labelId = `${id}-label`;
  const Label = isGroup(kind) ? 'span' : 'label';
  return (
    <div class={`field is-${kind} ${/^[a-z]+$/i.test(field) ? `is-${field}` : ''}`}>
      <Label id={labelId} class="label" {...(Label === 'label' ? { for: id } : {})}>
        <bdi>{label}</bdi>
      </Label>
      <Aside spec={spec} text={text} />
      <FieldControl
        {...{ spec, id, labelId, text, catalog }}
        problemId={problem === undefined ? undefined : `${id}-problem`}
        onType={(typed) => onType(field, typed)}
      />
      <p class="problem" id={`${id}-problem`} aria-live="polite">
        {problem}
      </p>
    </div>
  );
}

/** What stands at the end of a label's line: the unit, how to type it, a link to where it leads. */
function Aside({ spec: { field, kind, label, unit, isRequired }, text }: { spec: FieldSpec; text: string }) {
  const url = kind === 'url' ? safeUrl(text.trim()) : undefined;
  if (url) {
    return (
      <a class="unit" href={url} target="_blank" rel="noreferrer" aria-label={`Open ${label}`}>
        Open
      </a>
    );
  }
  const words = [
    isRequired && field !== 'title' && 'required',
    unit?.slice(0, 8),
    kind === 'tags' && 'commas between',
  ].filter(Boolean);
  return words.length > 0 ? <span class="unit">{words.join(' · ')}</span> : null;
}
