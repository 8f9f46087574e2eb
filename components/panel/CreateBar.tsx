import { useEffect, useRef, useState } from 'preact/hooks';
import type { Connection } from '../../lib/domain/connection';
import { findDefault } from '../../lib/domain/connection';
import type { ConnectionId } from '../../lib/domain/opportunity';
import type { PanelState } from '../../lib/domain/panel-state';
import { lazy } from '../lazy';
import { usePanel } from './panel-context';

const CreateForm = lazy(async () => (await import('../opportunity/CreateForm')).CreateForm);

interface CreateBarProps {
  state: PanelState;
  isCreating: boolean;
  /** What the new opportunity would be called. */
  suggestedTitle: string;
}

/** True where a label alone would not tell two accounts apart. */
function isAmbiguous(label: string, connections: readonly Connection[]): boolean {
  return connections.filter((other) => other.label === label).length > 1;
}

/** Creating, at the bottom where it is always in reach: one click, or with details. */
export function CreateBar({ state, isCreating, suggestedTitle }: CreateBarProps) {
  const { actions, drafts } = usePanel();
  const draftKey = `new:${state.email?.threadId ?? ''}:${state.subject?.address ?? ''}`;
  const [form, setForm] = useState<'closed' | 'opened' | 'restored'>(() =>
    drafts.has(draftKey) ? 'restored' : 'closed',
  );
  const [chosen, setChosen] = useState<ConnectionId | null>(null);
  const connections = state.sections.map(({ connection }) => connection);
  // With one connection, or none, there is nothing to choose: the worker knows where it goes.
  const target =
    connections.length > 1 ? (connections.find(({ id }) => id === chosen) ?? findDefault(connections)) : undefined;
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
          target={target?.id ?? null}
          mailbox={state.email?.account.address ?? null}
          takesFocus={form === 'opened'}
          onClose={() => setForm('closed')}
        />
      </footer>
    );
  }
  return (
    <footer class="create">
      <div class="create-options">
        <button
          type="button"
          class="text-button is-soft"
          ref={opener}
          onPointerEnter={CreateForm.preload}
          onFocus={CreateForm.preload}
          onClick={() => setForm('opened')}
        >
          Create with details…
        </button>
        {target && (
          <select
            aria-label="Create in"
            title="Where new opportunities go"
            value={target.id}
            onChange={(event) => setChosen(event.currentTarget.value)}
          >
            {connections.map(({ id, label, accountName }) => (
              <option key={id} value={id}>
                {['in', label, isAmbiguous(label, connections) && `· ${accountName}`].filter(Boolean).join(' ')}
              </option>
            ))}
          </select>
        )}
      </div>
      <button
        type="button"
        class="primary"
        title={target && `Creates it in ${target.label}`}
        // Not `disabled`, which would throw the focus away; a second click while the first is on its way does nothing.
        aria-disabled={isCreating}
        onClick={() => {
          if (!isCreating) actions.create(target?.id ?? null, null);
        }}
      >
        Create opportunity
      </button>
    </footer>
  );
}
