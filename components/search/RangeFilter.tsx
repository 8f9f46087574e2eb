import { useId, useState } from 'preact/hooks';
import type { Range } from '../../lib/domain/search';
import { numberText, parseNumber } from '../form/numbers';
import { usePanel } from '../panel/panel-context';

interface RangeFilterProps<Value> {
  label: string;
  range: Range<Value> | undefined;
  onChange: (range: Range<Value>) => void;
}

/** Both ends as they are typed. */
type Texts = Range<string>;

/** `undefined` for a text that means no value. */
type Parse<Value> = (text: string) => Value | undefined;

/** The range typed, or the sentence that says what is wrong with it. */
function readRange<Value extends number | string>(
  texts: Texts,
  parse: Parse<Value>,
  says: { unreadable: string; reversed: string },
): Range<Value> | string {
  const min = texts.min?.trim() ? parse(texts.min) : null;
  const max = texts.max?.trim() ? parse(texts.max) : null;
  if (min === undefined || max === undefined) return says.unreadable;
  return min !== null && max !== null && min > max ? says.reversed : { min, max };
}

/** What was typed stays, whatever it is; only what makes sense is searched for. */
function useRangeTexts<Value extends number | string>(
  start: Texts,
  read: (texts: Texts) => Range<Value> | string,
  onChange: (range: Range<Value>) => void,
) {
  const [texts, setTexts] = useState(start);
  const type = (end: keyof Texts, text: string) => {
    const next = { ...texts, [end]: text };
    setTexts(next);
    const range = read(next);
    if (typeof range !== 'string') onChange(range);
  };
  const range = read(texts);
  return { texts, type, problem: typeof range === 'string' ? range : undefined };
}

/** A number from, a number to. */
export function NumberFilter({ label, unit, range, onChange }: RangeFilterProps<number> & { unit: string }) {
  const { locale } = usePanel();
  const show = (value: number | null | undefined) => (typeof value === 'number' ? numberText(value, locale) : '');
  const example = (12_500).toLocaleString(locale);
  const { texts, type, problem } = useRangeTexts<number>(
    { min: show(range?.min), max: show(range?.max) },
    (typed) =>
      readRange(typed, (text) => parseNumber(text, locale), {
        unreadable: `Type a number such as ${example}.`,
        reversed: 'The first number is above the second.',
      }),
    onChange,
  );
  return (
    <Ends
      label={label}
      unit={unit}
      problem={problem}
      control={(end, common) => (
        <input
          {...common}
          type="text"
          inputMode="decimal"
          autocomplete="off"
          value={texts[end] ?? ''}
          onInput={(event) => type(end, event.currentTarget.value)}
        />
      )}
    />
  );
}

/** Days as date inputs give them; while a year is typed it begins with zeros. */
function parseDay(text: string): string | undefined {
  return /^[1-9]\d{3}-\d{2}-\d{2}$/.test(text) ? text : undefined;
}

/** A first day and a last. */
export function DayRange({ label, range, onChange }: RangeFilterProps<string>) {
  const { texts, type, problem } = useRangeTexts<string>(
    { min: range?.min ?? '', max: range?.max ?? '' },
    (typed) =>
      readRange(typed, parseDay, {
        unreadable: 'Type years with four digits.',
        reversed: 'The first day is after the last.',
      }),
    onChange,
  );
  return (
    <Ends
      label={label}
      unit=""
      problem={problem}
      control={(end, common) => (
        <input
          {...common}
          type="date"
          max="9999-12-31"
          value={texts[end] ?? ''}
          onInput={({ currentTarget }) => {
            // Half a date reads as none: it is not a wish for all days.
            if (!currentTarget.validity.badInput) type(end, currentTarget.value);
          }}
        />
      )}
    />
  );
}

interface EndAttributes {
  'aria-label': string;
  'aria-invalid': boolean;
  'aria-describedby': string | undefined;
}

interface EndsProps {
  label: string;
  unit: string;
  problem: string | undefined;
  control: (end: keyof Texts, common: EndAttributes) => preact.JSX.Element;
}

function Ends({ label, unit, problem, control }: EndsProps) {
  const id = useId();
  const attributes = (end: string): EndAttributes => ({
    'aria-label': `${label} ${end}`,
    'aria-invalid': problem !== undefined,
    'aria-describedby': problem === undefined ? undefined : id,
  });
  return (
    <>
      <div class="ends">
        {control('min', attributes('from'))}
        <span aria-hidden="true">–</span>
        {control('max', attributes('to'))}
        {unit && <span class="unit">{unit}</span>}
      </div>
      <p class="problem" id={id} aria-live="polite">
        {problem && `${problem} Not searched for yet.`}
      </p>
    </>
  );
}
