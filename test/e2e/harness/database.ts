import type { Page } from '@playwright/test';

/** The worker's database as a page of the extension reaches it: behind the worker's back. */

const DATABASE = 'dealside';

/** Leaves the extension `bytes` on the disk, by Chromium's own count; `null` as much as there is. */
export async function limitStorage(options: Page, bytes: number | null): Promise<void> {
  const session = await options.context().newCDPSession(options);
  // Node knows no origin of an extension.
  const origin = await options.evaluate(() => location.origin);
  // The limit lasts as long as the session, which is the page's.
  await session.send('Storage.overrideQuotaForOrigin', { origin, ...(bytes === null ? {} : { quotaSize: bytes }) });
}

/** Puts values into a store as they are. */
export function putRaw(options: Page, store: string, values: readonly object[]): Promise<void> {
  return options.evaluate(
    ([name, into, rows]) =>
      new Promise<void>((resolve, reject) => {
        const request = indexedDB.open(name);
        request.onerror = () => reject(new Error(request.error?.message));
        request.onsuccess = () => {
          const tx = request.result.transaction(into, 'readwrite');
          for (const row of rows) tx.objectStore(into).put(row);
          tx.oncomplete = () => {
            request.result.close();
            resolve();
          };
        };
      }),
    [DATABASE, store, values] as const,
  );
}

/** Makes the database one of a version that does not exist yet, with all that is in it. */
export function raiseVersion(options: Page): Promise<void> {
  return options.evaluate(
    (name) =>
      new Promise<void>((resolve, reject) => {
        const request = indexedDB.open(name, 1000);
        request.onerror = () => reject(new Error(request.error?.message));
        request.onsuccess = () => {
          request.result.close();
          resolve();
        };
      }),
    DATABASE,
  );
}

/** Replaces the database by one of the second version with `edits`, and holds on to it as long as the page is there. */
export function holdSecondVersion(options: Page, edits: readonly object[]): Promise<void> {
  return options.evaluate(
    ([name, rows]) =>
      new Promise<void>((resolve, reject) => {
        indexedDB.deleteDatabase(name);
        const request = indexedDB.open(name, 2);
        request.onerror = () => reject(new Error(request.error?.message));
        request.onupgradeneeded = () => {
          const db = request.result;
          db.createObjectStore('answers', { keyPath: ['connection', 'question'] }).createIndex(
            'connection',
            'connection',
          );
          db.createObjectStore('opportunities', { keyPath: ['ref.connection', 'ref.id'] }).createIndex(
            'connection',
            'ref.connection',
          );
          const store = db.createObjectStore('edits', { keyPath: 'id' });
          store.createIndex('ref', ['ref.connection', 'ref.id']);
          store.createIndex('connection', 'ref.connection');
          db.createObjectStore('creations', { keyPath: 'id' }).createIndex('connection', 'connection');
          db.createObjectStore('catalogs', { keyPath: 'connection' });
          for (const row of rows) store.put(row);
        };
        // Never closed: it goes with the page.
        request.onsuccess = () => resolve();
      }),
    [DATABASE, edits] as const,
  );
}

/**
 * Clicks what hands over a file; resolves to the JSON in it. Read where it is made: with two connections to the browser,
 * as a side panel takes, Playwright loses track of downloads.
 */
export async function download(page: Page, click: () => Promise<void>): Promise<unknown> {
  const file = await page.evaluateHandle(() => {
    const { promise, resolve } = Promise.withResolvers<string>();
    const create = URL.createObjectURL;
    URL.createObjectURL = (made: Blob) => {
      URL.createObjectURL = create;
      made.text().then(resolve, () => resolve(''));
      return create.call(URL, made);
    };
    return { text: promise };
  });
  await click();
  return JSON.parse(await file.evaluate(({ text }) => text));
}
