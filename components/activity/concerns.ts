import type { Delivery } from '../../lib/domain/edit';
import type { ActivityEntry } from '../../lib/domain/panel-state';

const NEEDS_REP: ReadonlySet<Delivery['is']> = new Set(['rejected', 'conflict', 'similar']);

/** Where an entry stands on its way to the CRM. */
function deliveryOf(entry: ActivityEntry): Delivery {
  return entry.is === 'edit' ? entry.edit.delivery : entry.creation.delivery;
}

/** Another try of what waits is still waiting: the count must not flicker with every try. */
function isWaiting(delivery: Delivery): boolean {
  return delivery.is === 'waiting' || (delivery.is === 'sending' && delivery.after !== undefined);
}

/** How many entries need the rep's decision, and how many wait for the CRM or the connection. */
export function countConcerns(activity: readonly ActivityEntry[]): { needing: number; waiting: number } {
  const deliveries = activity.map(deliveryOf);
  return {
    needing: deliveries.filter(({ is }) => NEEDS_REP.has(is)).length,
    waiting: deliveries.filter(isWaiting).length,
  };
}
