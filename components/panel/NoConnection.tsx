import type { TargetedMouseEvent } from 'preact';
import { usePanel } from './panel-context';

/** The first minutes with Dealside: nothing has to be set up to try it. */
export function NoConnection({ canCreate }: { canCreate: boolean }) {
  const { actions } = usePanel();
  const openOptions = (event: TargetedMouseEvent<HTMLAnchorElement>) => {
    // With a modifier key the browser opens the page where the rep wants it.
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    actions.openOptions();
  };
  return (
    <div class="empty">
      <p>Connect your CRM to see and change its opportunities beside your mail, or keep them on this device.</p>
      <div class="choices">
        <a class="primary" href="options.html" onClick={openOptions}>
          Connect a CRM
        </a>
        <button type="button" class="quiet" onClick={() => actions.useOnThisDevice()}>
          Use on this device
        </button>
      </div>
      {canCreate && <p class="hint">Creating an opportunity works right away: it is kept on this device.</p>}
    </div>
  );
}
