import { describe, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { EMPTY_QUERY } from '../../lib/domain/search';
import { showPanel } from './render-panel';
import { COPPER, MAINTENANCE, panelState, ROBOTS, section } from './samples';

const query = { ...EMPTY_QUERY, text: 'x' };
const FULL = { isTruncated: true, hasMore: false, total: 4321 };
const OUTREACH = { ...COPPER, id: 'outreach-1', crm: 'outreach' as const, label: 'Outreach EMEA' };

describe('a list that takes no further part', () => {
  it('says that it is not complete, and offers no more', async () => {
    const full = section([ROBOTS, MAINTENANCE], FULL);
    const { actions } = showPanel(panelState([], { search: { query, sections: [full] } }));
    await expect.element(page.getByText('Only the first 2 are shown.')).toBeVisible();
    await expect.element(page.getByRole('heading', { level: 2 })).toMatchTextContent('2 of 4,321 opportunities');
    expect(page.getByRole('button', { name: /Show more/ }).query()).toBeNull();
    expect(actions.searchMore).not.toHaveBeenCalled();
  });

  it('is named where there are others', async () => {
    const one = section([ROBOTS], FULL);
    const other = section([], { connection: OUTREACH });
    showPanel(panelState([], { search: { query, sections: [one, other] } }));
    await expect.element(page.getByText('Only the first 1 from Copper are shown.')).toBeVisible();
  });
});
