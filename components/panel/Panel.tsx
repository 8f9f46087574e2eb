import { useMemo, useRef } from 'preact/hooks';
import { Activity } from '../activity/Activity';
import { isUnderway } from '../../lib/domain/edit';
import type { Failure } from '../../lib/domain/failure';
import type { PanelState } from '../../lib/domain/panel-state';
import { titleFor } from '../../lib/domain/panel-state';
import { EMPTY_QUERY } from '../../lib/domain/search';
import { CreateBar } from './CreateBar';
import type { Drafts } from '../form/drafts';
import { lazy } from '../lazy';
import { FailureNotice } from './FailureNotice';
import type { PanelActions } from './panel-actions';
import { PanelContext } from './panel-context';
import { PanelContent } from './PanelContent';
import { Search } from '../search/Search';
import { Skeleton } from './Skeleton';

export type { PanelActions } from './panel-actions';

const Locked = lazy(async () => (await import('./Locked')).Locked);

interface PanelProps {
  /** With the edits the worker has not acknowledged yet. */
  state: PanelState;
  /** False before the first state. */
  isReady: boolean;
  /** True from the click until the worker has answered it. */
  isCreating: boolean;
  /** Why the worker could not be reached or refused the last thing asked; `null` when all is well. */
  trouble?: Failure | null;
  /** Epoch milliseconds, ticking. */
  now: number;
  /** For numbers and dates; the browser's own by default. */
  locale?: string;
  actions: PanelActions;
}

/** Grants the focus once to each creation saved after the panel came up, unless the rep is busy in a field. */
function useCreationFocus(now: number) {
  const openedAt = useRef(now);
  const granted = useRef(new Set<string>());
  return useMemo(
    () => (creationId: string, savedAt: number) => {
      if (savedAt < openedAt.current || granted.current.has(creationId)) return false;
      granted.current.add(creationId);
      return !document.activeElement?.matches('input, select, textarea');
    },
    [],
  );
}

/** The whole side panel: draws a state, and reports what the rep wants. */
export function Panel({ state, isReady, isCreating, trouble = null, now, locale, actions }: PanelProps) {
  const drafts = useRef<Drafts>(new Map());
  const takeFocus = useCreationFocus(now);
  const { email, subject, creations, search } = state;
  if (state.isLocked) return <Locked onUnlock={actions.unlock} onForget={actions.forgetPassphrase} />;
  const suggestedTitle = titleFor(state);
  const isAskedFor = isCreating && !creations.some(({ delivery }) => isUnderway(delivery));
  return (
    <PanelContext.Provider value={{ actions, now, locale, drafts: drafts.current, takeFocus }}>
      <div class="panel">
        <div class="head">
          <Search
            query={search?.query ?? EMPTY_QUERY}
            sections={state.sections}
            email={email?.threadId ?? null}
            onSearch={actions.search}
          />
          <Activity activity={state.activity} sections={state.sections} />
        </div>
        <main>
          {trouble && <FailureNotice failure={trouble} label="Dealside" />}
          {isReady ? <PanelContent state={state} askedFor={isAskedFor ? suggestedTitle : null} /> : <Skeleton />}
        </main>
        {isReady && subject && (
          <CreateBar
            key={`${email?.threadId}:${subject.address}`}
            state={state}
            isCreating={isCreating}
            suggestedTitle={suggestedTitle}
          />
        )}
      </div>
    </PanelContext.Provider>
  );
}
