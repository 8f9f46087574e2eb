/** `storage.local` key of the connections; the pages read it too, so nothing secret stands in it. */
export const CONNECTIONS_KEY = 'connections';
/** `storage.local` key of the mirror's setting: `MIRROR_OFF`, or nothing while it is on. */
export const MIRROR_KEY = 'mirror';
export const MIRROR_OFF = 'off';
/** `storage.session` key of what is wrong with which connection. */
export const PROBLEMS_KEY = 'problems';
/** `storage.session` key of the `LockState`; nothing secret stands in it. */
export const LOCK_STATE_KEY = 'lock-state';

const PANEL = 'panel:';

/** `storage.session` key of a tab's panel state. */
export function panelKey(tabId: number): string {
  return `${PANEL}${tabId}`;
}

/** The tab a panel state's key belongs to; `undefined` for other keys. */
export function tabOfPanelKey(key: string): number | undefined {
  return key.startsWith(PANEL) ? Number(key.slice(PANEL.length)) : undefined;
}
