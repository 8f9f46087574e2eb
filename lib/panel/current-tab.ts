import { browser } from 'wxt/browser';

const GMAIL = 'https://mail.google.com/*';

/** The Gmail tab of this window that was looked at last. */
async function lastGmailTab(): Promise<number | undefined> {
  const tabs = await browser.tabs.query({ url: GMAIL, currentWindow: true });
  return tabs.toSorted((a, b) => (b.lastAccessed ?? 0) - (a.lastAccessed ?? 0))[0]?.id;
}

/**
 * The tab the panel is about: the active one of its window. A panel that was itself opened in a tab (to have it large,
 * or on a second screen) is about the Gmail tab last looked at.
 */
async function findTab(): Promise<number | undefined> {
  const own = await browser.tabs.getCurrent();
  if (own) return (await lastGmailTab()) ?? own.id;
  const [active] = await browser.tabs.query({ active: true, currentWindow: true });
  return active?.id;
}

/**
 * Calls `follow` with the tab the panel is about, now, whenever it becomes another, and when it has loaded another
 * page. Other tabs come and go without a sound. Lives as long as the panel.
 */
export function followTab(follow: (tabId: number) => void): void {
  let followed: number | undefined;

  async function update(loaded?: number): Promise<void> {
    const tabId = await findTab();
    if (tabId === undefined || (tabId === followed && tabId !== loaded)) return;
    followed = tabId;
    follow(tabId);
  }

  browser.tabs.onActivated.addListener(() => void update());
  browser.tabs.onRemoved.addListener(() => void update());
  browser.tabs.onUpdated.addListener((tabId, { status }) => {
    if (status === 'complete') void update(tabId);
  });
  void update();
}
