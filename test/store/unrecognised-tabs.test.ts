import { describe, expect, it } from 'vitest';
import { EMPTY_QUERY } from '../../lib/domain/search';
import { createTabs, subjectOf } from '../../lib/store/tabs';
import { email, memory } from './memory';

const TAB = 7;
const JANE = { name: '', address: 'jane@buyer.example' };

describe('a tab whose conversation is not recognised', () => {
  it('is remembered as such, also as the first thing known of it', async () => {
    const tabs = createTabs(memory());
    await tabs.open(TAB, null, true);
    expect(await tabs.read(TAB)).toMatchObject({ email: null, isUnrecognised: true });
  });

  it('keeps who was looked up while it is reported again', async () => {
    const tabs = createTabs(memory());
    await tabs.open(TAB, null, true);
    await tabs.change(TAB, { chosen: JANE });
    expect(subjectOf(await tabs.open(TAB, null, true))).toEqual(JANE);
  });

  it('shows nobody looked up for it under the list, the next conversation or the next email', async () => {
    for (const next of [null, email()]) {
      const tabs = createTabs(memory());
      await tabs.open(TAB, null, true);
      await tabs.change(TAB, { chosen: JANE, search: { ...EMPTY_QUERY, text: 'robots' } });
      expect(await tabs.open(TAB, next)).toMatchObject({ chosen: null, search: null, isUnrecognised: false });
      expect(await tabs.open(TAB, null, true)).toMatchObject({ chosen: null, search: null });
    }
  });
});
