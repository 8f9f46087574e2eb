import { useEffect, useRef, useState } from 'preact/hooks';
import type { Failure } from '../../lib/domain/failure';
import type { OpportunityRef } from '../../lib/domain/opportunity';
import { noteKey } from '../form/drafts';
import { usePanel } from '../panel/panel-context';

/** A note being written about an opportunity, and how sending it fares. */
export interface NoteDraft {
  text: string;
  /** True while it is on its way: it must not be sent a second time, nor be changed. */
  isBusy: boolean;
  /** What the last try failed with, until the text is changed. */
  failure: Failure | null;
  type: (text: string) => void;
  send: () => void;
  /** Gives the text up, unless it is on its way: then it may still come back. */
  discard: () => void;
}

/**
 * The note lies among the panel's drafts with how sending it fares, so that closing the details or reading another
 * email meanwhile neither loses it nor offers to send it again. `onSettled` is called for one sent before, too.
 */
export function useNote(ref: OpportunityRef, onSettled: (failure: Failure | null) => void): NoteDraft {
  const { actions, drafts } = usePanel();
  const [, redraw] = useState({});
  const key = noteKey(ref);
  const draft = drafts.get(key);
  const sending = draft?.sending;
  const text = draft?.texts.note ?? '';

  const latest = useRef<typeof onSettled | null>(onSettled);
  latest.current = onSettled;
  const follow = async (sent: Promise<Failure | null>) => {
    const failure = await sent;
    latest.current?.(failure);
    redraw({});
  };
  useEffect(() => {
    if (sending) void follow(sending);
    return () => {
      latest.current = null;
    };
  }, []);

  const send = () => {
    // Asked of the draft itself: a second click may come before the first one is painted.
    if (drafts.get(key)?.sending) return;
    const texts = { note: text };
    const sent = actions.addNote(ref, text.trim()).then((failure) => {
      if (failure) drafts.set(key, { texts, base: {}, failure });
      else drafts.delete(key);
      return failure;
    });
    drafts.set(key, { texts, base: {}, sending: sent });
    void follow(sent);
    redraw({});
  };
  return {
    text,
    isBusy: sending !== undefined,
    failure: draft?.failure ?? null,
    type: (note) => {
      drafts.set(key, { texts: { note }, base: {} });
      redraw({});
    },
    send,
    discard: () => {
      if (!drafts.get(key)?.sending) drafts.delete(key);
    },
  };
}
