import type { Failure } from '../lib/domain/failure';
import { explain } from '../lib/domain/failure';
import type { Section } from '../lib/domain/panel-state';
import { Icon } from './Icon';
import { usePanel } from './panel-context';

/** Failures only the options page can mend. */
const NEEDS_OPTIONS = new Set<Failure['kind']>(['unauthorized', 'no-permission']);

/** What went wrong per connection; what was known before stays below. */
export function SectionNotices({ sections }: { sections: readonly Section[] }) {
  return (
    <div class="notices" aria-live="polite">
      {sections.map(
        (section) =>
          section.failure && (
            <FailureNotice key={section.connection.id} failure={section.failure} label={section.connection.label} />
          ),
      )}
    </div>
  );
}

/** What went wrong, what to do, and the way to try again. `label` names who failed. */
export function FailureNotice({ failure, label }: { failure: Failure; label: string }) {
  const { actions } = usePanel();
  const { sentence, remedy } = explain(failure, label);
  return (
    <div class="note is-failure">
      <Icon name="warning" />
      <p>
        <bdi>{sentence}</bdi> {remedy}
      </p>
      <div class="note-actions">
        <button type="button" class="text-button" onClick={() => actions.refresh()}>
          Try again
        </button>
        {NEEDS_OPTIONS.has(failure.kind) && (
          <button type="button" class="text-button" onClick={() => actions.openOptions()}>
            Open options
          </button>
        )}
      </div>
    </div>
  );
}
