import { browser } from '../browser';

/** Asks a tab's content script to report again. False where none of ours is there to answer. */
export function askToReport(tabId: number): Promise<boolean> {
  return browser.tabs.sendMessage(tabId, { name: 'email.report' }).then(
    () => true,
    () => false,
  );
}

/** True for a Gmail tab in which nothing answers: it is older than this version of the extension. */
export async function isGmailSilent(tabId: number): Promise<boolean> {
  if (await askToReport(tabId)) return false;
  // A tab's URL is visible where we may read its site: in Gmail only.
  const tab = await browser.tabs.get(tabId).catch(() => undefined);
  return tab?.url?.startsWith('https://mail.google.com/mail/') ?? false;
}
