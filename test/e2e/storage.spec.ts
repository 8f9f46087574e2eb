import type { OpportunityRecord } from '../fakes/copper/records.ts';
import { download, holdSecondVersion, limitStorage, putRaw, raiseVersion } from './harness/database.ts';
import { expect, MARAS_DEAL, openMarasDeal, test } from './harness/copper-test.ts';
import { article, button, delivery, winProbability } from './harness/panel.ts';
import { readStorage } from './harness/storage.ts';
import type { App } from './harness/app.ts';

/** A storage that is full, can't be read, or is held up: in Chromium itself. */

async function connectionId(app: App): Promise<string> {
  const { connections } = await readStorage(app, 'local');
  return (connections as { id: string }[])[0]?.id ?? '';
}

/** An edit of Mara's deal as the second version wrote it down. */
const edit = (connection: string, deal: OpportunityRecord, value: number) => ({
  id: crypto.randomUUID(),
  ref: { connection, id: String(deal.id) },
  patch: { winProbability: value },
  base: { winProbability: deal.win_probability },
  at: Date.now(),
  attempts: 0,
  delivery: { is: 'queued' },
  undoes: null,
});

test('on a full disk a change is refused, kept as typed, exported, and sent once there is room', async ({
  app,
  copper,
}) => {
  await openMarasDeal(app);
  // Chromium asks how much room there is only now and then, and anew after a start.
  await app.restart();
  const options = await app.openOptions();
  await limitStorage(options, 1);
  await app.gmail.bringToFront();
  const deal = await openMarasDeal(app);
  const panel = await app.panel();

  await winProbability(deal).fill('65');
  await winProbability(deal).press('Enter');

  await expect(delivery(deal)).toContainText('Not saved: There is no room left on this device');
  await expect(winProbability(deal)).toHaveValue('65');
  const pending = await download(panel, () => button(panel, 'Export pending changes').click());
  expect(pending).toMatchObject({ format: 'dealside-pending', edits: [{ patch: { winProbability: 65 } }] });
  expect(copper.updates()).toEqual([]);

  await limitStorage(options, null);
  await button(deal, 'Retry').click();
  await expect(delivery(deal)).toContainText('Saved');
  expect(copper.opportunity(MARAS_DEAL).win_probability).toBe(65);
});

test('a storage that can’t be read says so, gives out what is pending, and can be reset', async ({ app, copper }) => {
  await openMarasDeal(app);
  const options = await app.openOptions();
  const waiting = { ...edit(await connectionId(app), copper.opportunity(MARAS_DEAL), 65), delivery: { is: 'none' } };
  await putRaw(options, 'edits', [waiting]);
  await raiseVersion(options);
  await app.stopWorker();

  await options.reload();
  await expect(options.getByRole('alert')).toContainText('What Dealside stored in this browser can’t be read.');
  const pending = await download(options, () => button(options, 'Export pending changes').click());
  expect(pending).toMatchObject({ edits: [], damaged: [{ store: 'edits', key: waiting.id, value: waiting }] });
  expect(JSON.stringify(pending)).not.toContain(copper.login.apiKey);

  await app.gmail.bringToFront();
  const panel = await app.panel();
  await expect(panel.getByText('What Dealside stored in this browser can’t be read.')).toBeVisible();

  await options.bringToFront();
  await button(options, 'Reset Dealside’s storage…').click();
  await button(options, 'Reset storage').click();
  await expect(options.getByText('Dealside’s storage is empty again.')).toBeVisible();
  await expect(options.getByRole('alert')).toHaveCount(0);

  await app.gmail.bringToFront();
  const deal = article(panel, MARAS_DEAL);
  await winProbability(deal).fill('65');
  await winProbability(deal).press('Enter');
  await expect(delivery(deal)).toContainText('Saved');
});

test('an upgrade held up by another window says so, and goes on by itself once that is closed', async ({
  app,
  copper,
}) => {
  await openMarasDeal(app);
  const other = await app.openOptions();
  const waiting = edit(await connectionId(app), copper.opportunity(MARAS_DEAL), 65);
  const panel = await app.panel();
  await app.stopWorker();
  await holdSecondVersion(other, [waiting]);

  await app.gmail.bringToFront();
  await expect(panel.getByText('Another window still uses an older version of Dealside.')).toBeVisible();
  const pending = await download(panel, () => button(panel, 'Export pending changes').click());
  expect(pending).toMatchObject({ edits: [waiting] });
  expect(copper.updates()).toEqual([]);

  await other.close();
  await app.gmail.bringToFront();
  await button(panel, 'Try again').click();
  await expect.poll(() => copper.opportunity(MARAS_DEAL).win_probability).toBe(65);
  await expect(panel.getByText('Another window still uses')).toHaveCount(0);
});
