import type { TargetedEvent, TargetedKeyboardEvent } from 'preact';
import type { OptionGroup } from './filter-offers';

interface AddSelectProps {
  /** Its accessible name. */
  label: string;
  /** What stands in it, as nothing ever stays chosen. */
  prompt: string;
  groups: readonly OptionGroup[];
  /** The place of the option among all groups' options. */
  onAdd: (index: number) => void;
}

/**
 * Where a closed select takes a key as a choice, arrows would add one thing after the other on the way to the one
 * meant. The open list waits for Enter.
 */
function openOnKey(event: TargetedKeyboardEvent<HTMLSelectElement>): void {
  const isChoice = /^(Arrow(Up|Down)|Home|End|Page(Up|Down)|.)$/u.test(event.key);
  if (!isChoice || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  event.currentTarget.showPicker();
}

/** A select that hands over what is chosen and goes back to its prompt. */
export function AddSelect({ label, prompt, groups, onAdd }: AddSelectProps) {
  const onChange = (event: TargetedEvent<HTMLSelectElement>) => {
    const { value } = event.currentTarget;
    event.currentTarget.value = '';
    if (value) onAdd(Number(value));
  };
  const firsts = groups.map((_, at) => groups.slice(0, at).reduce((sum, { options }) => sum + options.length, 0));
  return (
    <select class="add" aria-label={label} value="" onKeyDown={openOnKey} onChange={onChange}>
      <option value="">{prompt}</option>
      {groups.map(({ name, options }, at) => {
        const items = options.map((option, index) => (
          <option key={String(option.value)} value={(firsts[at] ?? 0) + index}>
            {option.label}
          </option>
        ));
        return name ? (
          <optgroup key={name} label={name}>
            {items}
          </optgroup>
        ) : (
          items
        );
      })}
    </select>
  );
}
