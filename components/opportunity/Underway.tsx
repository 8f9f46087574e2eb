import type { Delivery } from '../../lib/domain/edit';
import { describeWait } from './deliveries';
import { usePanel } from '../panel/panel-context';

/** One line about something on its way to the CRM. `verb` is what is being done: "Saving…". */
export function Underway({ delivery, crm, verb }: { delivery: Delivery; crm: string; verb: string }) {
  const { now } = usePanel();
  // Trying again without a connection is still waiting for it: the line must not flicker with every try.
  const isStillOffline = delivery.is === 'sending' && delivery.after?.kind === 'offline';
  const waiting = isStillOffline ? ({ failure: { kind: 'offline' }, until: null } as const) : delivery;
  if (!('failure' in waiting) || !('until' in waiting)) return <span>{verb}</span>;
  const { text, seconds } = describeWait(waiting.failure, waiting.until, crm, now);
  return (
    <span class="is-waiting">
      {text}
      {/* A timer is no live region: nobody wants each second read out. */}
      {seconds !== null && <span role="timer"> in {seconds} s</span>}
    </span>
  );
}
