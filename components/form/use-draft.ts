import { useState } from 'preact/hooks';
import type { ConnectionId, Field, OpportunityPatch } from '../../lib/domain/opportunity';
import type { Draft } from './drafts';
import type { Place } from './entries';
import { enter, textsFor } from './entries';
import type { FieldSpec } from './field-specs';
import type { FormSource, Problems } from './form-values';
import { toPatch, toText } from './form-values';
import { usePanel } from '../panel/panel-context';

const UNTOUCHED: Draft = { texts: {}, base: {} };

interface DraftOptions {
  /** Where the draft lies among the others. */
  key: string;
  specs: readonly FieldSpec[];
  source: FormSource;
  /** True where required fields have to be filled in even if nobody touched them: in a new record. */
  isNew?: boolean;
  /** Where it is to go, for a form that can be told otherwise: what was typed follows as far as it has a meaning there. */
  place?: Place;
  /** Sends what was typed; `base` holds the values its fields had when they were touched. */
  onSend: (patch: OpportunityPatch, base: OpportunityPatch) => void;
  onClose: () => void;
}

/** A form's draft: untouched fields follow `source`, touched ones keep what was typed until sent or given up. */
export function useDraft({ key, specs, source, isNew = false, place, onSend, onClose }: DraftOptions) {
  const { drafts, locale } = usePanel();
  const [, redraw] = useState({});
  const [problems, setProblems] = useState<Problems>({});
  const draft = drafts.get(key) ?? UNTOUCHED;
  const texts = place ? textsFor(draft.entries ?? [], place, specs) : draft.texts;
  const textOf = (spec: FieldSpec) => texts[spec.field] ?? toText(spec, source[spec.field], locale);

  const type = (field: Field, text: string) => {
    const base = field in draft.base ? draft.base : { ...draft.base, [field]: source[field] ?? null };
    const spec = specs.find((one) => one.field === field);
    const typed =
      place && spec
        ? {
            connection: place.connection ?? draft.connection ?? null,
            entries: enter(draft.entries ?? [], place, spec, text),
          }
        : { texts: { ...draft.texts, [field]: text } };
    drafts.set(key, { ...draft, ...typed, base });
    setProblems(({ [field]: _solved, ...others }) => others);
    redraw({});
  };
  const move = (connection: ConnectionId) => {
    drafts.set(key, { ...draft, connection });
    setProblems({});
  };
  const close = () => {
    drafts.delete(key);
    setProblems({});
    onClose();
  };
  /** Sends and closes, or tells what is wrong; `unreadable` are fields the browser itself can't read. */
  const submit = (unreadable: Problems): Problems | null => {
    const required = isNew ? specs.filter(({ isRequired }) => isRequired) : [];
    const untouched = Object.fromEntries(required.map((spec) => [spec.field, textOf(spec)]));
    const base = { ...Object.fromEntries(required.map(({ field }) => [field, source[field] ?? null])), ...draft.base };
    const { patch, problems: wrong } = toPatch(specs, { ...untouched, ...texts }, base, locale);
    const all = { ...wrong, ...unreadable };
    setProblems(all);
    if (Object.keys(all).length > 0) return all;
    onSend(patch, draft.base);
    close();
    return null;
  };
  return { touched: texts, problems, type, move, submit, close, textOf };
}
