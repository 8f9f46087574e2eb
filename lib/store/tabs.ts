import type { Person } from '../domain/lookup';
import { findCounterpart } from '../domain/lookup';
import type { OpenEmail } from '../domain/open-email';
import type { KeyValue } from './key-value';

/** What is known of one browser tab. Kept in `storage.session`: tab ids mean nothing after a restart. */
export interface TabRow {
  email: OpenEmail | null;
  /** Set when the rep picked somebody other than the counterpart; forgotten when the email changes. */
  chosen: Person | null;
  /** The search under way; empty for none. */
  search: string;
  /** Gmail is open there, and nothing in it answers. */
  isSilent: boolean;
}

const EMPTY: TabRow = { email: null, chosen: null, search: '', isSilent: false };

/** Who a tab's panel is about: the rep's choice, else the email's counterpart. */
export function subjectOf(tab: TabRow): Person | null {
  return tab.chosen ?? (tab.email && findCounterpart(tab.email));
}

/** Rows by tab id. */
export interface Tabs {
  read(tabId: number): Promise<TabRow>;
  /** The tab shows `email` now; a choice and a search made for another thread end. */
  open(tabId: number, email: OpenEmail | null): Promise<TabRow>;
  change(tabId: number, change: Partial<TabRow>): Promise<TabRow>;
  forget(tabId: number): Promise<void>;
  ids(): Promise<number[]>;
}

const PREFIX = 'tab:';

/** What a choice and a search belong to: the thread, of which the page may report more as it renders or unfolds. */
function keyOfEmail(email: OpenEmail | null): string {
  return email ? (email.threadId ?? JSON.stringify([email.messageId, email.subject, email.sender?.address])) : '';
}

/** Tabs over `storage.session`. */
export function createTabs(session: KeyValue): Tabs {
  const keyOf = (tabId: number) => `${PREFIX}${tabId}`;
  let turn: Promise<unknown> = Promise.resolve();

  const read = async (tabId: number) => (await session.get<TabRow>(keyOf(tabId))) ?? EMPTY;

  /** Reads and writes in turn: of two changes at once, neither may write back what the other has replaced. */
  function update(tabId: number, changed: (row: TabRow) => TabRow | Promise<TabRow>): Promise<TabRow> {
    const mine = turn.then(async () => {
      const row = await changed(await read(tabId));
      await session.set(keyOf(tabId), row);
      return row;
    });
    turn = mine.catch(() => undefined);
    return mine;
  }

  return {
    read,
    change: (tabId, changes) => update(tabId, (row) => ({ ...row, ...changes })),
    open: (tabId, reported) =>
      update(tabId, async (row) => {
        const email = await rememberAccount(session, reported);
        const isSame = keyOfEmail(row.email) === keyOfEmail(email);
        return { ...(isSame ? row : EMPTY), email, isSilent: false };
      }),
    forget: (tabId) => session.remove(keyOf(tabId)),
    ids: async () => (await session.keys(PREFIX)).map((key) => Number(key.slice(PREFIX.length))),
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
  const address = (await session.get<string>(key)) ?? null;
  return { ...email, account: { ...email.account, address } };
}
