import { clickThread, openLabel } from '../simulator/gmail-page.ts';
import { ORDER_COUNT, orderPerson } from '../simulator/orders.ts';
import type { Copper } from './harness/copper.ts';
import { expect, test } from './harness/copper-test.ts';
import { openEmail, opportunities } from './harness/panel.ts';

const ORDERS = Array.from({ length: ORDER_COUNT }, (_, index) => index + 1);
const twoDigits = (order: number) => String(order).padStart(2, '0');

test('leafing through twenty mails never shows one customer’s opportunities under another’s name', async ({
  app,
  copper,
}) => {
  for (const order of ORDERS)
    copper.addCustomer({ ...orderPerson(order), deal: `Deal of customer ${twoDigits(order)}` });
  const release = answerOutOfOrder(copper);
  const panel = await app.panel();
  await openLabel(app.gmail, 'Orders');
  await panel.evaluate(recordWhatIsShown);

  for (const order of ORDERS) {
    await clickThread(app.gmail, `Order ${twoDigits(order)}`);
    await app.gmail
      .getByRole('heading', { name: `Order ${twoDigits(order)}`, level: 2 })
      .filter({ visible: true })
      .waitFor();
    await expect(openEmail(panel)).toContainText(orderPerson(order).address);
    if (order < ORDER_COUNT) await app.gmail.goBack();
  }

  release();
  await expect(opportunities(panel)).toHaveText(new RegExp(`Deal of customer ${ORDER_COUNT}`));
  const seen = await panel.evaluate(() => globalThis.seenTogether);
  expect(seen.length).toBeGreaterThan(ORDER_COUNT);
  for (const { person, deals } of seen) {
    const customer = /customer(\d\d)@/.exec(person)?.[1];
    for (const deal of deals) expect(deal, `shown under ${person}`).toContain(`customer ${customer}`);
  }
});

test('clicking through mails faster than the CRM answers ends at the last one', async ({ app, copper }) => {
  for (const order of ORDERS)
    copper.addCustomer({ ...orderPerson(order), deal: `Deal of customer ${twoDigits(order)}` });
  const release = answerOutOfOrder(copper);
  const panel = await app.panel();
  await openLabel(app.gmail, 'Orders');
  await panel.evaluate(recordWhatIsShown);

  for (const order of ORDERS) {
    await clickThread(app.gmail, `Order ${twoDigits(order)}`);
    if (order < ORDER_COUNT) await app.gmail.goBack();
  }
  release();

  await expect(openEmail(panel)).toContainText(orderPerson(ORDER_COUNT).address);
  await expect(opportunities(panel)).toHaveText(new RegExp(`Deal of customer ${ORDER_COUNT}`));
  for (const { person, deals } of await panel.evaluate(() => globalThis.seenTogether)) {
    const customer = /customer(\d\d)@/.exec(person)?.[1];
    for (const deal of deals) expect(deal, `shown under ${person}`).toContain(`customer ${customer}`);
  }
});

/**
 * Every other request is held back until `release`, then answered newest first: whoever shows answers as they arrive
 * shows the wrong ones.
 */
function answerOutOfOrder(copper: Copper): () => void {
  const held: (() => void)[] = [];
  for (let request = 0; request < 200; request += 1) {
    const delayUntil = request % 2 === 0 ? undefined : new Promise<void>((resolve) => held.push(resolve));
    copper.faults.next(delayUntil ? { delayUntil } : {});
  }
  return () => {
    for (const answer of held.toReversed()) answer();
    copper.faults.clear();
  };
}

declare global {
  // Filled in the panel, by a watcher of everything it paints.
  var seenTogether: { person: string; deals: string[] }[];
}

function recordWhatIsShown(): void {
  globalThis.seenTogether = [];
  new MutationObserver(() => {
    globalThis.seenTogether.push({
      person: document.querySelector('[aria-label="Open email"]')?.textContent ?? '',
      deals: [...document.querySelectorAll('article h3')].map((heading) => heading.textContent ?? ''),
    });
  }).observe(document.body, { childList: true, subtree: true, characterData: true, attributes: true });
}
