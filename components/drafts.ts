import { useState } from 'preact/hooks';
import type { OpportunityPatch } from '../lib/domain/opportunity';
import type { FormField, FormSource, Problems, Texts } from './form-values';
import { toText } from './form-values';

/** What was typed into a form, and the values its fields had when they were touched. */
export interface Draft {
  texts: Texts;
  base: OpportunityPatch;
}

/** Drafts by the form they belong to: a refresh, a search or another email does not lose them. */
export type Drafts = Map<string, Draft>;

const UNTOUCHED: Draft = { texts: {}, base: {} };

/** A form's draft: untouched fields follow `source`, touched ones keep what was typed. */
export function useDraft(drafts: Drafts, key: string, source: FormSource, locale: string | undefined) {
  const [, redraw] = useState({});
  const [problems, setProblems] = useState<Problems>({});
  const draft = drafts.get(key) ?? UNTOUCHED;

  const type = (field: FormField, text: string) => {
    const base = field in draft.base ? draft.base : { ...draft.base, [field]: source[field] };
    drafts.set(key, { texts: { ...draft.texts, [field]: text }, base });
    setProblems(({ [field]: _solved, ...others }) => others);
    redraw({});
  };
  const clear = () => {
    drafts.delete(key);
    setProblems({});
  };
  const textOf = (field: FormField) => draft.texts[field] ?? toText(field, source, locale);
  return { draft, problems, setProblems, type, clear, textOf };
}
