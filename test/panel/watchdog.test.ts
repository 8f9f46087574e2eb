import { signal } from '@preact/signals';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { PanelState } from '../../lib/domain/panel-state';
import { EMPTY_PANEL } from '../../lib/domain/panel-state';
import { EMPTY_QUERY } from '../../lib/domain/search';
import { watchOver } from '../../lib/panel/watchdog';
import { edit, ROBOTS, section } from '../components/samples';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const loading = section([], { status: 'loading', asOf: null });

it.each<[string, Partial<PanelState>]>([
  ['an edit', { edits: [edit(ROBOTS, { amount: 1 }, { is: 'sending' })] }],
  [
    'an edit of an opportunity that is not shown',
    {
      activity: [
        {
          is: 'edit',
          edit: edit(ROBOTS, { amount: 1 }, { is: 'queued' }),
          title: '',
          currency: null,
          now: { amount: 1 },
        },
      ],
    },
  ],
  ['an answer', { sections: [loading] }],
  ['an answer to a search', { sections: [section([])], search: { query: EMPTY_QUERY, sections: [loading] } }],
])('the worker is woken while %s is on its way, and left alone then', (_what, own) => {
  const state = signal<PanelState>({ ...EMPTY_PANEL, ...own });
  const wake = vi.fn<() => void>();
  watchOver(state, wake);
  vi.advanceTimersByTime(12_000);
  expect(wake).toHaveBeenCalledTimes(2);
  state.value = EMPTY_PANEL;
  vi.advanceTimersByTime(60_000);
  expect(wake).toHaveBeenCalledTimes(2);
});
