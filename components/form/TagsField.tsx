import type { TargetedKeyboardEvent } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { FieldControlProps } from './FieldControl';
import { completeTag, suggestTags } from './tag-completion';

/** The option an arrow key leads to, round and round; -1 is none yet. */
function next(active: number, step: number, count: number): number {
  if (active < 0) return step > 0 ? 0 : count - 1;
  return (active + step + count) % count;
}

/** Tags as text with commas between; the one being typed is completed from those in use. */
export function TagsField({ spec, id, problemId, text, onType }: FieldControlProps) {
  const input = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLUListElement>(null);
  const nextCaret = useRef<number | null>(null);
  const [caret, setCaret] = useState<number | null>(null);
  const [active, setActive] = useState(-1);
  const known = spec.choices.map(({ name }) => name);
  const found = caret === null ? [] : suggestTags(text, caret, known);
  const isOpen = found.length > 0;
  const listId = `${id}-list`;

  useLayoutEffect(() => {
    if (nextCaret.current !== null) input.current?.setSelectionRange(nextCaret.current, nextCaret.current);
    nextCaret.current = null;
  }, [text]);
  useLayoutEffect(() => {
    // The create bar may lie over the lower end.
    if (isOpen) list.current?.scrollIntoView({ block: 'nearest' });
  }, [isOpen]);

  const close = () => {
    setCaret(null);
    setActive(-1);
  };
  const open = () => {
    setCaret(input.current?.selectionStart ?? text.length);
    setActive(-1);
  };
  const take = (tag: string) => {
    const completed = completeTag(text, caret ?? text.length, tag);
    nextCaret.current = completed.caret;
    onType(completed.text);
    close();
  };
  const onKeyDown = (event: TargetedKeyboardEvent<HTMLInputElement>) => {
    if (event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const tag = found[active];
    if (step !== undefined && !isOpen) open();
    else if (step !== undefined) setActive(next(active, step, found.length));
    else if (event.key === 'Enter' && tag !== undefined) take(tag);
    else if (event.key === 'Escape' && isOpen) close();
    else return;
    event.preventDefault();
    // The form around would take Escape as giving up.
    event.stopPropagation();
  };

  return (
    <div class="completed">
      <input
        ref={input}
        id={id}
        name={spec.field}
        type="text"
        dir="auto"
        autocomplete="off"
        value={text}
        required={spec.isRequired}
        aria-invalid={problemId !== undefined}
        aria-describedby={problemId}
        {...(known.length > 0
          ? {
              role: 'combobox',
              'aria-autocomplete': 'list',
              'aria-expanded': isOpen,
              'aria-controls': isOpen ? listId : undefined,
              'aria-activedescendant': active >= 0 ? `${listId}-${active}` : undefined,
            }
          : {})}
        onInput={(event) => {
          onType(event.currentTarget.value);
          open();
        }}
        onKeyDown={onKeyDown}
        onBlur={close}
      />
      {isOpen && (
        <ul ref={list} class="completions" role="listbox" id={listId} aria-label={`${spec.label} in use`}>
          {found.map((tag, index) => (
            <li
              key={tag}
              id={`${listId}-${index}`}
              role="option"
              aria-selected={index === active}
              dir="auto"
              // Not on click, which comes after the field has lost the focus.
              onMouseDown={(event) => {
                event.preventDefault();
                take(tag);
              }}
            >
              {tag}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
