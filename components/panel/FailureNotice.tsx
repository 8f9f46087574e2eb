import type { Failure } from '../../lib/domain/failure';
import { explain } from '../../lib/domain/failure';
import { formatWait } from '../format';
import { Icon } from '../Icon';
import { usePanel } from './panel-context';

/** Failures only the options page can mend. */
const NEEDS_OPTIONS = new Set<Failure['kind']>(['unauthorized', 'scope', 'no-permission']);

interface FailureNoticeProps {
  failure: Failure;
  /** Who failed. */
  label: string;
  /** What it was asked, as `explain` takes it. */
  asked?: string;
}

/** What went wrong, what to do, and the way to try again where that is not up to Dealside alone. */
export function FailureNotice({ failure, label, asked }: FailureNoticeProps) {
  const { actions, now } = usePanel();
  const { sentence, remedy } = explain(failure, label, asked);
  // Until then the CRM is not asked, whoever clicks.
  const wait = failure.kind === 'rate-limited' ? failure.retryAt - now : 0;
  return (
    // Takes the focus from the mark above the results.
    <div class="note is-failure" tabIndex={-1}>
      <Icon name="warning" />
      <p>
        <bdi>{sentence}</bdi>{' '}
        {wait > 0 ? (
          // A live region would read out every second of it.
          <span role="timer" aria-live="off">
            Asked again in {formatWait(wait)}.
          </span>
        ) : failure.kind === 'offline' ? (
          `Check your connection; ${label} is asked again by itself.`
        ) : (
          remedy
        )}
      </p>
      <div class="note-actions">
        {wait <= 0 && (
          <button type="button" class="text-button" onClick={() => actions.refresh()}>
            Try again
          </button>
        )}
        {NEEDS_OPTIONS.has(failure.kind) && (
          <button type="button" class="text-button" onClick={() => actions.openOptions()}>
            Open options
          </button>
        )}
        {failure.kind === 'storage' && (
          <button type="button" class="text-button" onClick={() => actions.exportPending()}>
            Export pending changes
          </button>
        )}
      </div>
    </div>
  );
}
