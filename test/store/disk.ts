import { vi } from 'vitest';

/**
 * Fills the disk: what is written ends as in Chromium, which takes every request and refuses the transaction when it
 * is to be committed. Chromium itself asks for the room there is only now and then; `storage.spec.ts` has it do so.
 * Returns what makes room again.
 */
export function fillDisk(): () => void {
  const original = IDBDatabase.prototype.transaction;
  const spy = vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(function (this: IDBDatabase, ...given) {
    const tx = original.apply(this, given);
    if (tx.mode !== 'readwrite') return tx;
    Object.defineProperty(tx, 'error', { value: new DOMException('', 'QuotaExceededError') });
    for (const store of given[0]) refuse(tx.objectStore(store));
    return tx;
  });
  return () => spy.mockRestore();
}

function refuse(store: IDBObjectStore): void {
  const put = store.put.bind(store);
  Object.assign(store, {
    put(value: unknown) {
      const request = put(value);
      request.addEventListener('success', () => store.transaction.abort());
      return request;
    },
  });
}
