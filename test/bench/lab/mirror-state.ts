import type { Page } from '@playwright/test';

const PATIENCE_MS = 20_000;
const PAUSE_MS = 200;

/**
 * Waits until the worker's first pass through the CRM's records is over; false where that does not come, as with the
 * mirror switched off. Read behind the worker's back, in a page of the extension.
 */
export async function isMirrorWhole(extensionPage: Page): Promise<boolean> {
  for (let waited = 0; waited < PATIENCE_MS; waited += PAUSE_MS) {
    if (await extensionPage.evaluate(hasSynced)) return true;
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  return false;
}

/** Runs in the page. */
function hasSynced(): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open('dealside');
    request.onerror = () => reject(new Error(request.error?.message));
    request.onsuccess = () => {
      const db = request.result;
      if (!db.objectStoreNames.contains('syncs')) {
        db.close();
        return resolve(false);
      }
      const rows = db.transaction('syncs').objectStore('syncs').getAll();
      rows.onerror = () => reject(new Error(rows.error?.message));
      rows.onsuccess = () => {
        db.close();
        const times = (rows.result as { syncedAt: number | null }[]).map(({ syncedAt }) => syncedAt);
        resolve(times.length > 0 && times.every((time) => time !== null));
      };
    };
  });
}
