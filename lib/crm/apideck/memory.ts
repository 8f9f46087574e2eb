import type { CrmContext } from '../crm';
import { readSpelling, type Spelling, spellingOf } from './words';
import type { Spellings } from './write';
import type { WireOpportunity } from './wire';

/** A question a connector refused: the resource's filter or sort of this name. */
type Question = `${'opportunities' | 'contacts' | 'companies'} ${'filter' | 'sort'} ${string}`;

/** What was found out about a connector, kept as facts so that no refused question is asked twice. */
export interface Memory {
  refuses(question: Question): boolean;
  noteRefusal(question: Question): void;
  /** Whether lists in an order leave out contacts and companies. */
  hidesLinks(): boolean;
  noteHiddenLinks(): void;
  spellings(): Spellings;
  /** Sees how a connector spells its words. */
  observe(records: readonly Pick<WireOpportunity, 'status' | 'priority'>[]): void;
}

export function createMemory({ facts, learn }: Pick<CrmContext<unknown>, 'facts' | 'learn'>): Memory {
  const refused = new Set((facts.refused ?? '').split(',').filter(Boolean));
  let hidesLinks = facts.hidesLinks === 'true';
  const spellings = { status: readSpelling(facts.statusSpelling), priority: readSpelling(facts.prioritySpelling) };

  function see(word: 'status' | 'priority', spelling: Spelling | undefined): void {
    if (!spelling || spelling === spellings[word]) return;
    spellings[word] = spelling;
    learn({ [`${word}Spelling`]: spelling });
  }

  return {
    refuses: (question) => refused.has(question),
    noteRefusal(question) {
      if (refused.has(question)) return;
      refused.add(question);
      learn({ refused: [...refused].join(',') });
    },
    hidesLinks: () => hidesLinks,
    noteHiddenLinks() {
      if (hidesLinks) return;
      hidesLinks = true;
      learn({ hidesLinks: 'true' });
    },
    spellings: () => spellings,
    observe(records) {
      for (const word of ['status', 'priority'] as const) {
        const seen = records.flatMap((record) => spellingOf(record[word]) ?? []);
        // Where records differ, the first ones are the newest.
        see(word, seen[0]);
      }
    },
  };
}
