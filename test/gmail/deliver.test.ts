import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { deliverNewest, RETRY_DELAYS_MS } from '../../lib/gmail/deliver';

/** A worker that fails `failures` times before it answers. */
function start(failures: number, isOrphan = () => false) {
  const controller = new AbortController();
  const sent: string[] = [];
  let left = failures;
  const deliver = deliverNewest<string>({
    async send(value) {
      sent.push(value);
      left -= 1;
      if (left >= 0) throw new Error('Could not establish connection');
    },
    isOrphan,
    signal: controller.signal,
  });
  return { deliver, sent, controller };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('deliverNewest', () => {
  it('sends each value once when the worker answers', async () => {
    const { deliver, sent } = start(0);
    deliver('a');
    deliver('b');
    await vi.runAllTimersAsync();
    expect(sent).toEqual(['a', 'b']);
  });

  it('sends the value again when the worker was only starting', async () => {
    const { deliver, sent } = start(1);
    deliver('a');
    await vi.advanceTimersByTimeAsync(RETRY_DELAYS_MS[0]);
    expect(sent).toEqual(['a', 'a']);
  });

  it('gives up after its last try', async () => {
    const { deliver, sent } = start(Infinity);
    deliver('a');
    await vi.runAllTimersAsync();
    expect(sent).toHaveLength(1 + RETRY_DELAYS_MS.length);
  });

  it('never sends an older value after a newer one', async () => {
    const { deliver, sent } = start(2);
    deliver('a');
    deliver('b');
    await vi.runAllTimersAsync();
    expect(sent).toEqual(['a', 'b', 'b']);
  });

  it('drops a pending retry for a newer value', async () => {
    const { deliver, sent } = start(1);
    deliver('a');
    await vi.advanceTimersByTimeAsync(RETRY_DELAYS_MS[0] / 2);
    deliver('b');
    await vi.runAllTimersAsync();
    expect(sent).toEqual(['a', 'b']);
  });

  it('falls silent as an orphan, asking right after the failure that shows it', async () => {
    const isOrphan = vi.fn().mockReturnValueOnce(false).mockReturnValue(true);
    const { deliver, sent } = start(Infinity, isOrphan);
    deliver('a');
    await vi.runAllTimersAsync();
    deliver('b');
    await vi.runAllTimersAsync();
    expect(sent).toEqual(['a']);
    expect(isOrphan).toHaveBeenCalledTimes(3);
  });

  it('stops when aborted', async () => {
    const { deliver, sent, controller } = start(Infinity);
    deliver('a');
    await vi.advanceTimersByTimeAsync(0);
    controller.abort();
    deliver('b');
    await vi.runAllTimersAsync();
    expect(sent).toEqual(['a']);
  });
});
