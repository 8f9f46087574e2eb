import type { Page } from '@playwright/test';
import type { App } from './app.ts';
import type {} from './chrome.ts';

/** Everything in `storage.local` or `storage.session`, as the worker sees it. */
export async function readStorage(app: App, area: 'local' | 'session'): Promise<Record<string, unknown>> {
  return (await app.worker()).evaluate((name) => chrome.storage[name].get(null), area);
}

/** Every record of every IndexedDB database of the extension, read in one of its pages. */
export async function readDatabases(extensionPage: Page): Promise<unknown[]> {
  return extensionPage.evaluate(async () => {
    const settle = <Value>(request: IDBRequest<Value>) =>
      new Promise<Value>((resolve, reject) => {
        request.addEventListener('success', () => resolve(request.result));
        request.addEventListener('error', () => reject(request.error ?? new Error('The database did not answer.')));
      });
    const records: unknown[] = [];
    for (const { name } of await indexedDB.databases()) {
      const database = await settle(indexedDB.open(name ?? ''));
      for (const store of database.objectStoreNames) {
        records.push(...(await settle(database.transaction(store).objectStore(store).getAll())));
      }
      database.close();
    }
    return records;
  });
}
