import type { TargetedInputEvent } from 'preact';
import { useId } from 'preact/hooks';
import { ChosenChips, ToggleChip } from './ChoiceFilter';

/** More suggestions than these nobody reads through; typing narrows them down. */
const SUGGESTED = 300;

interface TagFilterProps {
  label: string;
  /** Suggested while typing; others may be typed too. */
  known: readonly string[];
  /** What `null` among the chosen is called; left out where it can't be asked for. */
  noneLabel?: string;
  chosen: readonly (string | boolean | null)[];
  onChange: (chosen: (string | boolean | null)[]) => void;
}

/** Any of some words, typed with completion. */
export function TagFilter({ label, known, noneLabel, chosen, onChange }: TagFilterProps) {
  const listId = useId();
  const typed = chosen.filter((value) => value !== null);
  const add = (input: HTMLInputElement) => {
    const word = input.value.trim();
    input.value = '';
    if (word && !chosen.includes(word)) onChange([...chosen, word]);
  };
  const onInput = (event: TargetedInputEvent<HTMLInputElement>) => {
    // A suggestion was taken: typing comes as another kind of event.
    const isPicked = !(event instanceof InputEvent) || event.inputType === 'insertReplacementText';
    if (isPicked && known.includes(event.currentTarget.value)) add(event.currentTarget);
  };
  return (
    <div class="chips">
      <ChosenChips
        chosen={typed}
        nameOf={String}
        onChange={(left) => onChange(chosen.includes(null) ? [null, ...left] : left)}
      />
      <input
        class="add"
        type="text"
        dir="auto"
        aria-label={label}
        placeholder={typed.length > 0 ? 'or…' : 'Any'}
        autocomplete="off"
        maxLength={200}
        list={listId}
        onInput={onInput}
        // Enter, or leaving the field.
        onChange={(event) => add(event.currentTarget)}
      />
      <datalist id={listId}>
        {known.slice(0, SUGGESTED).map((tag) => (
          <option key={tag} value={tag} />
        ))}
      </datalist>
      {noneLabel && (
        <ToggleChip
          label={noneLabel}
          isOn={chosen.includes(null)}
          onToggle={(isOn) => onChange(isOn ? [null, ...typed] : typed)}
        />
      )}
    </div>
  );
}
