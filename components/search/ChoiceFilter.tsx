import { AddSelect } from './AddSelect';
import { cap, plain } from '../display';
import type { Option, OptionGroup } from './filter-offers';
import { Icon } from '../Icon';

/** As many as are drawn side by side; longer lists open. */
const FEW = 5;

type Value = Option['value'];

interface ChoiceFilterProps {
  label: string;
  groups: readonly OptionGroup[];
  chosen: readonly Value[];
  onChange: (chosen: Value[]) => void;
}

/** Any of some choices: a few as chips to switch on and off, many in a list that adds them. */
export function ChoiceFilter({ label, groups, chosen, onChange }: ChoiceFilterProps) {
  const options = groups.flatMap((group) => group.options);
  if (options.length > FEW) return <Picker label={label} groups={groups} chosen={chosen} onChange={onChange} />;
  return (
    <div class="chips">
      {options.map((option) => (
        <ToggleChip
          key={String(option.value)}
          label={option.label}
          isOn={chosen.includes(option.value)}
          onToggle={(isOn) =>
            onChange(isOn ? [...chosen, option.value] : chosen.filter((value) => value !== option.value))
          }
        />
      ))}
    </div>
  );
}

function Picker({ label, groups, chosen, onChange }: ChoiceFilterProps) {
  const left = groups
    .map(({ name, options }) => ({ name, options: options.filter(({ value }) => !chosen.includes(value)) }))
    .filter(({ options }) => options.length > 0);
  const add = (index: number) => {
    const option = left.flatMap(({ options }) => options)[index];
    if (option) onChange([...chosen, option.value]);
  };
  return (
    <div class="chips">
      <ChosenChips chosen={chosen} nameOf={(value) => (value === null ? 'None' : String(value))} onChange={onChange} />
      <AddSelect label={label} prompt={chosen.length > 0 ? 'or…' : 'Any'} groups={left} onAdd={add} />
    </div>
  );
}

interface ChosenChipsProps {
  chosen: readonly Value[];
  nameOf: (value: Value) => string;
  onChange: (chosen: Value[]) => void;
}

/** What was chosen; each goes with a click. */
export function ChosenChips({ chosen, nameOf, onChange }: ChosenChipsProps) {
  return chosen.map((value) => {
    const name = plain(nameOf(value));
    return (
      <button
        key={String(value)}
        type="button"
        class="chosen"
        aria-label={`Remove ${cap(name, 80)}`}
        title={`Remove ${cap(name)}`}
        onClick={(event) => {
          // This button goes; what adds another stays.
          event.currentTarget.closest('.filter')?.querySelector<HTMLElement>('select, input[type="text"]')?.focus();
          onChange(chosen.filter((other) => other !== value));
        }}
      >
        <bdi>{name}</bdi>
        <Icon name="close" />
      </button>
    );
  });
}

/** A checkbox drawn as a chip. */
export function ToggleChip({
  label,
  isOn,
  onToggle,
}: {
  label: string;
  isOn: boolean;
  onToggle: (isOn: boolean) => void;
}) {
  return (
    <label class="chip" title={cap(label)}>
      <input type="checkbox" checked={isOn} onChange={(event) => onToggle(event.currentTarget.checked)} />
      <span dir="auto">{plain(label)}</span>
    </label>
  );
}
