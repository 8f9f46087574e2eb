import { useEffect, useRef, useState } from 'preact/hooks';
import type { PanelState } from '../lib/domain/panel-state';
import { CreateForm } from './CreateForm';
import { usePanel } from './panel-context';

interface CreateBarProps {
  state: PanelState;
  isCreating: boolean;
  /** What the new opportunity would be called. */
  suggestedTitle: string;
}

/** Creating, at the bottom where it is always in reach: one click, or with details. */
export function CreateBar({ state, isCreating, suggestedTitle }: CreateBarProps) {
  const { actions, drafts } = usePanel();
  const draftKey = `new:${state.email?.threadId ?? ''}:${state.subject?.address ?? ''}`;
  const [form, setForm] = useState<'closed' | 'opened' | 'restored'>(() =>
    drafts.has(draftKey) ? 'restored' : 'closed',
  );
  const opener = useRef<HTMLButtonElement>(null);
  const wasOpen = useRef(false);
  // The opener is not in the page while the form is: it gets the focus back when it returns.
  useEffect(() => {
    if (form === 'closed' && wasOpen.current) opener.current?.focus();
    wasOpen.current = form !== 'closed';
  }, [form]);

  if (form !== 'closed') {
    return (
      <footer class="create is-open">
        <CreateForm
          draftKey={draftKey}
          sections={state.sections}
          suggestedTitle={suggestedTitle}
          takesFocus={form === 'opened'}
          onClose={() => setForm('closed')}
        />
      </footer>
    );
  }
  return (
    <footer class="create">
      <button type="button" class="text-button is-soft" ref={opener} onClick={() => setForm('opened')}>
        Create with details…
      </button>
      <button
        type="button"
        class="primary"
        // Not `disabled`, which would throw the focus away; a second click while the first is on its way does nothing.
        aria-disabled={isCreating}
        onClick={() => {
          if (!isCreating) actions.create(null, null);
        }}
      >
        Create opportunity
      </button>
    </footer>
  );
}
