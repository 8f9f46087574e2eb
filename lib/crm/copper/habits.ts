import type { CrmContext } from '../crm';

/**
 * Whether people's opportunities have to be asked for by contact, beside those related to them. No reference says that
 * related ones include those a person is primary contact of; answers that hold both show it. `refused`: the account has
 * no such filter.
 */
const BY_CONTACT = ['needless', 'needed', 'refused'] as const;
type ByContact = (typeof BY_CONTACT)[number];

export type Habits = ReturnType<typeof createHabits>;

/** What lookups found out about an account, so that the next ask for no more than they have to. */
export function createHabits({ facts, learn }: Pick<CrmContext<unknown>, 'facts' | 'learn'>) {
  let byContact = BY_CONTACT.find((one) => one === facts.byContact) ?? null;
  let isSearchFirst = facts.findsPeople === 'by-search';

  function know(found: ByContact): void {
    if (found === byContact) return;
    byContact = found;
    learn({ byContact: found });
  }

  return {
    /** Related items were refused: until the worker's next start nobody asks for them. */
    isRelatedHidden: false,

    get byContact() {
      return byContact;
    },
    /** Whether a search finds people whom `fetch_by_email` misses, and is asked before it. */
    get isSearchFirst() {
      return isSearchFirst;
    },

    noFilterByContact: () => know('refused'),

    /** `own`: ids of opportunities a person is the primary contact of; `related`: all that are related to them. */
    compare(own: readonly string[], related: readonly string[]): void {
      if (own.some((id) => !related.includes(id))) {
        if (byContact !== 'refused') know('needed');
      } else if (own.length > 0 && byContact === null) know('needless');
    },

    /** The other way of asking found somebody whom the first one missed. */
    swapFinders(): void {
      isSearchFirst = !isSearchFirst;
      learn({ findsPeople: isSearchFirst ? 'by-search' : 'by-fetch' });
    },
  };
}
