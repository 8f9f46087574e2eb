import { CrmError } from '../domain/failure';
import { browser } from './browser';

/** The script in the page cuts off earlier. */
const MAX_STRUCTURE = 100_000;

function reaches(tabId: number, name: string): Promise<boolean> {
  return browser.tabs.sendMessage(tabId, { name }).then(
    () => true,
    () => false,
  );
}

/** True where a content script of ours is in the tab. */
export function hasContentScript(tabId: number): Promise<boolean> {
  // One it does not know: it is there, and does nothing.
  return reaches(tabId, 'ping');
}

/** True for a Gmail tab in which nothing answers: it is older than this version of the extension. */
export async function isGmailSilent(tabId: number): Promise<boolean> {
  if (await reaches(tabId, 'email.report')) return false;
  // A tab's URL is visible where we may read its site: in Gmail only.
  const tab = await browser.tabs.get(tabId).catch(() => undefined);
  return tab?.url?.startsWith('https://mail.google.com/mail/') ?? false;
}

/** How the Gmail page of a tab is built, without any content. Throws `CrmError` `internal` where none answers. */
export async function readStructure(tabId: number): Promise<string> {
  const structure: unknown = await browser.tabs.sendMessage(tabId, { name: 'gmail.structure' }).catch(() => null);
  if (typeof structure !== 'string') throw new CrmError({ kind: 'internal', reason: 'no answer from the Gmail tab' });
  return structure.slice(0, MAX_STRUCTURE);
}
