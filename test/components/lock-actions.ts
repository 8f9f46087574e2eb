import { vi } from 'vitest';
import type { LockActions } from '../../components/options/Locking';

/** Everything that can be asked of the lock, and goes well. */
export function spyLock() {
  return {
    turnOn: vi.fn<LockActions['turnOn']>().mockResolvedValue(null),
    turnOff: vi.fn<LockActions['turnOff']>().mockResolvedValue(null),
    change: vi.fn<LockActions['change']>().mockResolvedValue(null),
    unlock: vi.fn<LockActions['unlock']>().mockResolvedValue(null),
    lockNow: vi.fn<LockActions['lockNow']>().mockResolvedValue(null),
    forget: vi.fn<LockActions['forget']>().mockResolvedValue(null),
    setIdleMinutes: vi.fn<LockActions['setIdleMinutes']>().mockResolvedValue(null),
  };
}
