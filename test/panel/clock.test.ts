import { signal } from '@preact/signals';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { PanelState } from '../../lib/domain/panel-state';
import { EMPTY_PANEL } from '../../lib/domain/panel-state';
import { createClock } from '../../lib/panel/clock';
import { section } from '../components/samples';

beforeEach(() => void vi.useFakeTimers({ now: 0 }));
afterEach(() => void vi.useRealTimers());

const LIMITED: PanelState = {
  ...EMPTY_PANEL,
  sections: [section([], { status: 'failed', failure: { kind: 'rate-limited', retryAt: 50_000 } })],
};

it('ticks twice a minute while nothing counts down', () => {
  const now = createClock(signal(EMPTY_PANEL));
  vi.advanceTimersByTime(29_000);
  expect(now.value).toBe(0);
  vi.advanceTimersByTime(1000);
  expect(now.value).toBe(30_000);
});

it('is right at once, and every second, where a CRM is to be asked again at a set time', () => {
  const state = signal(EMPTY_PANEL);
  const now = createClock(state);
  vi.advanceTimersByTime(20_000);
  state.value = LIMITED;
  expect(now.value).toBe(20_000);
  vi.advanceTimersByTime(3000);
  expect(now.value).toBe(23_000);
});

it('counts down for a search, too', () => {
  const search = { query: { text: 'x', filters: {}, sort: { by: 'updatedAt' as const, isDescending: true } } };
  const now = createClock(signal({ ...EMPTY_PANEL, search: { ...search, sections: LIMITED.sections } }));
  vi.advanceTimersByTime(1000);
  expect(now.value).toBe(1000);
});
