import { questionKey } from './answer-row';
import type { Capabilities, Connection, CrmId } from '../domain/connection';
import { withLimits } from '../domain/connection';
import type { PersonQuestion } from '../domain/lookup';
import { externalParticipants, toQuestion } from '../domain/lookup';
import type { ConnectionId, Opportunity } from '../domain/opportunity';
import { blankOpportunity, refKey } from '../domain/opportunity';
import type { PanelState, Section } from '../domain/panel-state';
import { shownOpportunities } from '../domain/panel-state';
import type { SearchQuery } from '../domain/search';
import { unsupportedFilters } from '../domain/search';
import { describeActivity, isTold } from './activity';
import { fromMirror } from './mirrored-section';
import type { AnswerRow, Database } from './database';
import type { TabRow } from './tabs';
import { subjectOf } from './tabs';

/** What a panel state is derived from, beside the database. */
export interface DeriveContext {
  db: Database;
  connections: readonly Connection[];
  capabilitiesOf(crm: CrmId): Capabilities;
}

/**
 * What a tab's panel shows, from the store alone. Answers are found by the address they are about, so one person's
 * opportunities cannot appear under another's name, however late an answer arrives.
 */
export async function derivePanelState(context: DeriveContext, tab: TabRow): Promise<PanelState> {
  const subject = subjectOf(tab);
  const person = subject && toQuestion(subject, tab.email?.account.address ?? null);
  const { db } = context;
  // Before the records: an edit that is saved meanwhile is on its way to what it has become, which shows the same. The
  // other way round it would be saved and its record as it was, and what the rep types then be measured by that.
  const edits = await db.getAll('edits');
  const question = person ? questionKey.person(person.address) : tab.email ? null : questionKey.open;
  // A search stands in the overview's place: a thousand deals nobody sees would be published with every letter.
  const isCovered = tab.search !== null && question === questionKey.open;
  const state = {
    isLocked: false,
    email: tab.email,
    needsReload: tab.isSilent,
    isUnrecognised: tab.isUnrecognised ?? false,
    people: tab.email ? externalParticipants(tab.email) : [],
    subject,
    sections: (await sectionsFor(context, question, { person })).map((section) =>
      isCovered ? { ...section, matches: [] } : section,
    ),
    search: tab.search
      ? {
          query: tab.search,
          sections: await sectionsFor(context, questionKey.search(tab.search), { query: tab.search }),
        }
      : null,
  };
  const creations = await db.getAll('creations');
  const shown = new Set(shownOpportunities(state).map(({ ref }) => refKey(ref)));
  return {
    ...state,
    creations: creations.filter(({ person }) => person.address === subject?.address).toSorted((a, b) => a.at - b.at),
    edits: edits.filter((edit) => shown.has(refKey(edit.ref)) && isTold(edit)).toSorted((a, b) => a.at - b.at),
    activity: await describeActivity(db, edits, creations),
  };
}

/** What a question is about: what the mirror can be asked, too. */
interface About {
  person?: PersonQuestion | null;
  query?: SearchQuery;
}

function sectionsFor(context: DeriveContext, question: string | null, about: About): Promise<Section[]> {
  const { query } = about;
  return Promise.all(
    context.connections.map(async (connection) => {
      const section = await sectionFor(context, connection, question, about);
      return query ? { ...section, unsupported: unsupportedFilters(query, section.capabilities) } : section;
    }),
  );
}

async function sectionFor(
  context: DeriveContext,
  connection: Connection,
  question: string | null,
  { person, query }: About,
): Promise<Section> {
  const { db } = context;
  const row = question ? await db.get('answers', [connection.id, question]) : undefined;
  const catalog = await db.get('catalogs', connection.id);
  const capabilities = withLimits(context.capabilitiesOf(connection.crm), catalog?.catalog?.limits);
  // Nothing there matches a filter it knows nothing of.
  const isAskable = query && unsupportedFilters(query, capabilities).length === 0;
  const about = isAskable ? { query } : { person };
  const mirrored = await fromMirror(db, connection.id, row, about, catalog?.catalog ?? null);
  const status = row?.status ?? (question ? 'loading' : 'ready');
  // Without stages nothing can be moved: that is worth saying when the answer itself is there.
  const hasNoCatalog = status === 'ready' && !catalog?.catalog && catalog?.failure;
  return {
    connection,
    capabilities,
    catalog: catalog?.catalog ?? null,
    status: hasNoCatalog ? 'failed' : status,
    failure: row?.failure ?? (hasNoCatalog || null),
    asOf: row?.asOf ?? null,
    contact: row?.contact ?? null,
    company: row?.company ?? null,
    matches: row ? await matchesOf(db, row) : [],
    isMirrored: false,
    isTruncated: row?.isTruncated ?? false,
    hasMore: (row?.next ?? null) !== null,
    total: row?.total ?? null,
    unsupported: [],
    offersSamples: connection.crm === 'local' && (await isEmpty(db, connection.id)),
    ...mirrored,
  };
}

async function isEmpty(db: Database, connection: ConnectionId): Promise<boolean> {
  const open = await db.get('answers', [connection, questionKey.open]);
  return open?.status === 'ready' && open.asOf !== null && open.matches.length === 0;
}

async function matchesOf(db: Database, row: AnswerRow): Promise<Section['matches']> {
  const found = await db.getMany(
    'opportunities',
    row.matches.map(({ id }) => [row.connection, id]),
  );
  const byId = new Map(found.map((opportunity) => [opportunity.ref.id, opportunity]));
  return row.matches.flatMap(({ reason, id }) => {
    const opportunity = byId.get(id);
    if (!opportunity) return [];
    return [{ reason, opportunity: row.question === questionKey.open ? forOverview(opportunity) : opportunity }];
  });
}

/** The overview counts up to a thousand of them: what it does not show would fill the session's storage. */
function forOverview({
  ref,
  title,
  status,
  pipelineId,
  stageId,
  amount,
  currency,
  isRevenue,
  companyName,
}: Opportunity): Opportunity {
  return { ...blankOpportunity(ref), title, status, pipelineId, stageId, amount, currency, isRevenue, companyName };
}
