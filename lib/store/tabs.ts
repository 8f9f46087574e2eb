import type { Person } from '../domain/lookup';
import { findCounterpart } from '../domain/lookup';
import type { OpenEmail } from '../domain/open-email';
import type { SearchQuery } from '../domain/search';
import { panelKey } from '../domain/storage-keys';
import type { KeyValue } from './key-value';
import { createTurn } from '../domain/lanes';

/** What is known of one browser tab. Kept in `storage.session`: tab ids mean nothing after a restart. */
export interface TabRow {
  email: OpenEmail | null;
  /** Set when the rep picked somebody other than the counterpart; forgotten when the email changes. */
  chosen: Person | null;
  /** The search under way. */
  search: SearchQuery | null;
  /** True where a conversation is open in a layout that does not tell whose email it is; absent at first. */
  isUnrecognised?: boolean;
  /** Gmail is open there, and nothing in it answers. */
  isSilent: boolean;
}

const EMPTY: TabRow = { email: null, chosen: null, search: null, isSilent: false };

/** Who a tab's panel is about: the rep's choice, else the email's counterpart. */
export function subjectOf(tab: TabRow): Person | null {
  return tab.chosen ?? (tab.email && findCounterpart(tab.email));
}

/** Rows by tab id, changed one after the other. */
export interface Tabs {
  /** An empty row for a tab nothing is known of. */
  read(tabId: number): Promise<TabRow>;
  has(tabId: number): Promise<boolean>;
  /** The tab shows `email` now; a choice and a search made for another thread end. */
  open(tabId: number, email: OpenEmail | null, isUnrecognised?: boolean): Promise<TabRow>;
  change(tabId: number, change: Partial<TabRow>): Promise<TabRow>;
  /** A panel shows this tab now. Tabs shown long ago that have no email open are forgotten. */
  show(tabId: number, change: Partial<TabRow>): Promise<TabRow>;
  /** The tabs panels have shown last, the newest first; one of each window is shown now. */
  shown(): Promise<number[]>;
  /** Forgets the tab and what was published for it. */
  forget(tabId: number): Promise<void>;
}

const SHOWN = 'shown';
/** More windows with an open panel than this nobody has; states of other tabs are published when they are shown. */
const MAX_SHOWN = 6;

/** What a choice and a search belong to: the thread, of which the page may report more as it renders or unfolds. */
function keyOfEmail(email: OpenEmail | null): string {
  return email ? (email.threadId ?? JSON.stringify([email.messageId, email.subject, email.sender?.address])) : '';
}

/** Tabs over `storage.session`. */
export function createTabs(session: KeyValue): Tabs {
  const keyOf = (tabId: number) => `tab:${tabId}`;
  const inTurn = createTurn();

  const find = (tabId: number) => session.get<TabRow>(keyOf(tabId));
  const read = async (tabId: number) => (await find(tabId)) ?? EMPTY;
  const shown = async () => (await session.get<number[]>(SHOWN)) ?? [];

  async function write(tabId: number, row: TabRow): Promise<TabRow> {
    await session.set(keyOf(tabId), row);
    return row;
  }

  async function markShown(tabId: number): Promise<void> {
    const before = await shown();
    if (before[0] === tabId) return;
    const all = [tabId, ...before.filter((other) => other !== tabId)];
    await session.set(SHOWN, all.slice(0, MAX_SHOWN));
    for (const old of all.slice(MAX_SHOWN)) if (!(await read(old)).email) await remove(old);
  }

  const remove = (tabId: number) => session.remove(keyOf(tabId), panelKey(tabId));

  return {
    read,
    has: async (tabId) => (await find(tabId)) !== undefined,
    change: (tabId, changes) => inTurn(async () => write(tabId, { ...(await read(tabId)), ...changes })),
    open: (tabId, reported, isUnrecognised = false) =>
      inTurn(async () => {
        const row = await find(tabId);
        // A closing tab reports that nothing is open any more: it must not come back to life by that.
        if (!row && !reported && !isUnrecognised) return EMPTY;
        const email = await rememberAccount(session, reported);
        const isSame =
          keyOfEmail(row?.email ?? null) === keyOfEmail(email) && (row?.isUnrecognised ?? false) === isUnrecognised;
        return write(tabId, { ...(isSame && row ? row : EMPTY), email, isUnrecognised, isSilent: false });
      }),
    show: (tabId, changes) =>
      inTurn(async () => {
        await markShown(tabId);
        return write(tabId, { ...(await read(tabId)), ...changes });
      }),
    shown,
    forget: (tabId) =>
      inTurn(async () => {
        const rest = (await shown()).filter((other) => other !== tabId);
        await session.set(SHOWN, rest);
        await remove(tabId);
      }),
  };
}

/**
 * A pop-out window does not show the account's own address, the main window of the same account does: without it the
 * rep's own replies would look like a stranger's.
 */
async function rememberAccount(session: KeyValue, email: OpenEmail | null): Promise<OpenEmail | null> {
  if (!email) return null;
  const key = `account:${email.account.index}`;
  if (email.account.address) {
    await session.set(key, email.account.address);
    return email;
  }
  if (!email.isPopOut) return email;
  const address = (await session.get<string>(key)) ?? null;
  return { ...email, account: { ...email.account, address } };
}
