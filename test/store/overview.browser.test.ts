import { expect, it } from 'vitest';
import { refKey } from '../../lib/domain/opportunity';
import { findSharedDeals } from '../../lib/domain/same-deal';
import { derivePanelState } from '../../lib/store/derive';
import { CAPABILITIES, CONNECTION, opportunity, scriptedCrm } from './scripted-crm';
import { newDatabase, newWeather, startStore } from './store';
import { EMPTY_QUERY } from '../../lib/domain/search';

it('the overview knows a deal kept in two CRMs for one deal', async () => {
  const db = await newDatabase();
  const other = { ...CONNECTION, id: 'other' };
  for (const { id: connection } of [CONNECTION, other]) {
    const { crm } = scriptedCrm([opportunity({ ref: { connection, id: '1' } })]);
    await startStore(db, crm, newWeather()).answers.askOpen(connection);
  }
  const context = { db, connections: [CONNECTION, other], capabilitiesOf: () => CAPABILITIES };
  const { sections } = await derivePanelState(context, { email: null, chosen: null, search: null, isSilent: false });
  const shared = findSharedDeals(sections, false).map((deal) => deal.map(({ ref }) => refKey(ref)));
  expect(shared).toEqual([['crm:1', 'other:1']]);
});

it('the overview makes room for a search, and is there again after it', async () => {
  const db = await newDatabase();
  const { crm } = scriptedCrm([opportunity()]);
  await startStore(db, crm, newWeather()).answers.askOpen('crm');
  const context = { db, connections: [CONNECTION], capabilitiesOf: () => CAPABILITIES };
  const tab = { email: null, chosen: null, isSilent: false };
  const countWith = async (search: typeof EMPTY_QUERY | null) =>
    (await derivePanelState(context, { ...tab, search })).sections[0]?.matches.length;
  expect(await countWith({ ...EMPTY_QUERY, text: 'robots' })).toBe(0);
  expect(await countWith(null)).toBe(1);
});
