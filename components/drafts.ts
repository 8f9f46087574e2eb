import { useState } from 'preact/hooks';
import type { OpportunityPatch } from '../lib/domain/opportunity';
import type { FormField, FormSource, Problems, Texts } from './form-values';
import { toPatch, toText } from './form-values';
import { usePanel } from './panel-context';

/** What was typed into a form, and the values its fields had when they were touched. */
export interface Draft {
  texts: Texts;
  base: OpportunityPatch;
}

/** Drafts by the form they belong to: a refresh, a search or another email does not lose them. */
export type Drafts = Map<string, Draft>;

const UNTOUCHED: Draft = { texts: {}, base: {} };

interface DraftOptions {
  /** Where the draft lies among the others. */
  key: string;
  source: FormSource;
  /** Sends what was typed; `base` holds the values its fields had when they were touched. */
  onSend: (patch: OpportunityPatch, base: OpportunityPatch) => void;
  onClose: () => void;
}

/** A form's draft: untouched fields follow `source`, touched ones keep what was typed until sent or given up. */
export function useDraft({ key, source, onSend, onClose }: DraftOptions) {
  const { drafts, locale } = usePanel();
  const [, redraw] = useState({});
  const [problems, setProblems] = useState<Problems>({});
  const draft = drafts.get(key) ?? UNTOUCHED;

  const type = (field: FormField, text: string) => {
    const base = field in draft.base ? draft.base : { ...draft.base, [field]: source[field] };
    drafts.set(key, { texts: { ...draft.texts, [field]: text }, base });
    setProblems(({ [field]: _solved, ...others }) => others);
    redraw({});
  };
  const close = () => {
    drafts.delete(key);
    setProblems({});
    onClose();
  };
  /** Sends and closes, or tells what is wrong; `unreadable` are fields the browser itself can't read. */
  const submit = (unreadable: Problems): Problems | null => {
    const { patch, problems: wrong } = toPatch(draft.texts, draft.base, locale);
    const all = { ...wrong, ...unreadable };
    setProblems(all);
    if (Object.keys(all).length > 0) return all;
    onSend(patch, draft.base);
    close();
    return null;
  };
  const textOf = (field: FormField) => draft.texts[field] ?? toText(field, source, locale);
  return { touched: draft.texts, problems, type, submit, close, textOf };
}
