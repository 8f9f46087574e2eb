import { useRef } from 'preact/hooks';
import { cap } from '../display';
import type { FieldControlProps } from './FieldControl';
import { readList } from './form-values';
import { Icon } from '../Icon';

/** Records a field points to, by name: each can be taken away, others on offer added. */
export function LinksField({ spec, labelId, problemId, text, onType }: FieldControlProps) {
  const select = useRef<HTMLSelectElement>(null);
  const linked = readList(text);
  const nameOf = (id: string) => spec.choices.find((choice) => choice.id === id)?.name ?? id;
  const others = spec.choices.filter(({ id }) => !linked.includes(id));
  const set = (ids: string[]) => onType(JSON.stringify(ids));
  const remove = (id: string) => {
    set(linked.filter((one) => one !== id));
    // The button pressed is gone: the focus stays nearby.
    select.current?.focus();
  };
  return (
    <div class="links" role="group" aria-labelledby={labelId} aria-describedby={problemId}>
      {linked.map((id) => (
        <span key={id} class="linked">
          <bdi>{cap(nameOf(id), 80)}</bdi>
          <button
            type="button"
            class="icon-button"
            aria-label={`Remove ${cap(nameOf(id), 80)}`}
            onClick={() => remove(id)}
          >
            <Icon name="close" />
          </button>
        </span>
      ))}
      <select
        ref={select}
        name={spec.field}
        aria-label={`Add to ${spec.label}`}
        aria-invalid={problemId !== undefined}
        value=""
        onChange={(event) => set([...linked, event.currentTarget.value])}
      >
        <option value="">{others.length > 0 ? 'Add…' : 'Nothing to add'}</option>
        {others.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    </div>
  );
}
