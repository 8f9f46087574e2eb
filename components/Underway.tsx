import type { Delivery } from '../lib/domain/edit';
import { describeWait } from './deliveries';
import { usePanel } from './panel-context';

/** One line about something on its way to the CRM. `verb` is what is being done: "Saving…". */
export function Underway({ delivery, crm, verb }: { delivery: Delivery; crm: string; verb: string }) {
  const { now } = usePanel();
  if (delivery.is !== 'waiting') return <span>{verb}</span>;
  const { text, seconds } = describeWait(delivery.failure, delivery.until, crm, now);
  return (
    <span class="is-waiting">
      {text}
      {/* A timer is no live region: nobody wants each second read out. */}
      {seconds !== null && <span role="timer"> in {seconds} s</span>}
    </span>
  );
}
