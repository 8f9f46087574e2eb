import { MIRROR_KEY, MIRROR_OFF } from '../domain/storage-keys';
import type { KeyValue } from '../store/key-value';

/** Whether what the CRMs told may lie on the disk: it may, unless the rep said otherwise. */
export interface MirrorSetting {
  isOff(): Promise<boolean>;
  set(isOn: boolean): Promise<void>;
}

/** The setting over `storage.local`, for one worker: it is asked for with every row, and read once. */
export function createMirrorSetting(local: KeyValue): MirrorSetting {
  let known: Promise<boolean> | undefined;

  return {
    isOff() {
      const reading = (known ??= local.get(MIRROR_KEY).then((value) => value === MIRROR_OFF));
      reading.catch(() => (known = undefined));
      return reading;
    },
    async set(isOn) {
      await (isOn ? local.remove(MIRROR_KEY) : local.set(MIRROR_KEY, MIRROR_OFF));
      known = Promise.resolve(!isOn);
    },
  };
}
