import type { ThreadDraft } from './mailbox.ts';
import type { MailPerson } from './model.ts';
import { JO } from './people.ts';

/** How many customers wrote about an order, each from a company of their own. */
export const ORDER_COUNT = 20;

/** The person behind "Order 7". */
export function orderPerson(order: number): MailPerson {
  const two = String(order).padStart(2, '0');
  return { name: `Customer ${two}`, address: `customer${two}@company${two}.example` };
}

/** Twenty threads to switch between quickly. */
export const orders: ThreadDraft[] = Array.from({ length: ORDER_COUNT }, (_, index) => ({
  subject: `Order ${String(index + 1).padStart(2, '0')}`,
  label: 'orders',
  mails: [{ from: orderPerson(index + 1), to: [JO], when: 'Nov 10', body: ['When does it arrive?'] }],
}));
