import browser from 'webextension-polyfill';

/**
 * The one import of the polyfill. It lets a listener answer a message with a promise; the rest is promises by itself in
 * the browsers we run in, so that what listens to no message does without.
 */
export { browser };

interface SidePanel {
  setPanelBehavior(behavior: { openPanelOnActionClick: boolean }): Promise<void>;
}

/** Has the toolbar button open the panel: Chrome's side panel, which the polyfill's types lack, or Firefox's sidebar. */
export function openPanelOnClick(): void {
  const { sidePanel } = (globalThis as { chrome?: { sidePanel?: SidePanel } }).chrome ?? {};
  if (sidePanel) void sidePanel.setPanelBehavior({ openPanelOnActionClick: true });
  else browser.action.onClicked.addListener(() => void browser.sidebarAction.toggle());
}

/**
 * Keeps content scripts out of `storage.local` (they run beside hostile pages). Chrome only; Firefox has no such
 * switch, and there the vault relies on content scripts asking for nothing but messages.
 */
export async function keepStorageFromContentScripts(): Promise<void> {
  const area = browser.storage.local as typeof browser.storage.local & {
    setAccessLevel?(options: { accessLevel: 'TRUSTED_CONTEXTS' }): Promise<void>;
  };
  await area.setAccessLevel?.({ accessLevel: 'TRUSTED_CONTEXTS' });
}
