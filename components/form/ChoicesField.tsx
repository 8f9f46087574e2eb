import type { FieldControlProps } from './FieldControl';
import { readList } from './form-values';

/** Several of a list: a box for each, those the CRM no longer offers included while they are ticked. */
export function ChoicesField({ spec, labelId, problemId, text, onType }: FieldControlProps) {
  const chosen = readList(text);
  const gone = chosen.filter((id) => !spec.choices.some((choice) => choice.id === id));
  const choices = [...spec.choices, ...gone.map((id) => ({ id, name: id }))];
  const toggle = (id: string, isOn: boolean) =>
    onType(JSON.stringify(isOn ? [...chosen, id] : chosen.filter((one) => one !== id)));
  return (
    <div class="boxes" role="group" aria-labelledby={labelId} aria-describedby={problemId}>
      {choices.map(({ id, name }) => (
        <label key={id}>
          <input
            type="checkbox"
            name={spec.field}
            aria-invalid={problemId !== undefined}
            checked={chosen.includes(id)}
            onInput={(event) => toggle(id, event.currentTarget.checked)}
          />
          <bdi>{name}</bdi>
        </label>
      ))}
    </div>
  );
}
