import type { TargetedKeyboardEvent } from 'preact';
import { useId, useRef, useState } from 'preact/hooks';
import type { PanelState } from '../../lib/domain/panel-state';
import { countConcerns } from './concerns';
import { Icon } from '../Icon';
import { lazy } from '../lazy';

const ActivityList = lazy(async () => (await import('./ActivityList')).ActivityList);

/** `Activity`, `Activity, 2 need you`, `Activity, 1 needs you, 3 wait`. */
function nameWith(needing: number, waiting: number): string {
  return [
    'Activity',
    needing > 0 && `${needing} ${needing === 1 ? 'needs' : 'need'} you`,
    waiting > 0 && `${waiting} ${waiting === 1 ? 'waits' : 'wait'}`,
  ]
    .filter(Boolean)
    .join(', ');
}

/** The button beside the search box and what it opens: everything changed of late, wherever, and how it fares. */
export function Activity({ activity, sections }: Pick<PanelState, 'activity' | 'sections'>) {
  const id = useId();
  const opener = useRef<HTMLButtonElement>(null);
  const [isOpen, setOpen] = useState(false);
  const { needing, waiting } = countConcerns(activity);
  const onEscape = (event: TargetedKeyboardEvent<HTMLElement>) => {
    if (event.key !== 'Escape' || event.isComposing || !isOpen) return;
    event.preventDefault();
    setOpen(false);
    opener.current?.focus();
  };
  return (
    <>
      <button
        ref={opener}
        type="button"
        class={`icon-button has-count activity-opener ${needing > 0 ? 'is-needing' : ''}`}
        aria-label={nameWith(needing, waiting)}
        title="What was changed of late"
        aria-expanded={isOpen}
        aria-controls={isOpen ? id : undefined}
        data-count={needing + waiting || undefined}
        onPointerEnter={ActivityList.preload}
        onFocus={ActivityList.preload}
        onKeyDown={onEscape}
        onClick={() => setOpen(!isOpen)}
      >
        <Icon name="activity" />
      </button>
      {isOpen && <ActivityList id={id} activity={activity} sections={sections} onKeyDown={onEscape} />}
    </>
  );
}
