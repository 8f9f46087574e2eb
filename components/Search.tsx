import type { TargetedKeyboardEvent } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

/** True where a `/` is meant to be typed. */
function isTyping(target: EventTarget | null): boolean {
  if (target instanceof HTMLInputElement) return target.type !== 'radio';
  return target instanceof HTMLElement && (target.isContentEditable || target.matches('textarea, select'));
}

interface SearchProps {
  /** What the shown results answer; empty while nothing is searched. */
  text: string;
  /** What the search belongs to: with another email the typed text goes. */
  email: string | null;
  onSearch: (text: string) => void;
}

/** `/` goes to it, Escape ends the search. The text typed leads; results follow when they come. */
export function Search({ text, email, onSearch }: SearchProps) {
  const input = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(text);

  // Another tab has another search: its text comes in, but never under the fingers of someone typing.
  useEffect(() => {
    // The input stays the active element when the focus goes to Gmail.
    if (document.activeElement !== input.current || !document.hasFocus()) setTyped(text);
  }, [text]);
  useEffect(() => setTyped(text), [email]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      event.preventDefault();
      input.current?.focus();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);

  const search = (next: string) => {
    setTyped(next);
    onSearch(next);
  };
  const onKeyDown = (event: TargetedKeyboardEvent<HTMLInputElement>) => {
    if (event.key !== 'Escape' || event.isComposing) return;
    // The browser's own clearing sends another input event.
    event.preventDefault();
    if (typed) search('');
    else input.current?.blur();
  };

  return (
    <search class="search">
      <input
        ref={input}
        type="search"
        aria-label="Search opportunities"
        aria-keyshortcuts="/"
        placeholder="Search opportunities"
        autocomplete="off"
        maxLength={200}
        value={typed}
        onInput={(event) => search(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <kbd aria-hidden="true">/</kbd>
    </search>
  );
}
