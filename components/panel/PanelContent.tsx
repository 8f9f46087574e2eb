import type { PanelState, Section } from '../../lib/domain/panel-state';
import type { SearchQuery } from '../../lib/domain/search';
import { filterNames } from '../../lib/domain/search';
import { cap } from '../display';
import { NoConnection } from './NoConnection';
import { OpenEmailRegion } from './OpenEmailRegion';
import { Opportunities } from './Opportunities';
import { Overview } from './Overview';
import { usePanel } from './panel-context';
import { Results } from './Results';
import { Unrecognised } from './Unrecognised';

interface ContentProps {
  state: PanelState;
  /** Title of what was just asked for and is not yet among the creations. */
  askedFor: string | null;
}

/** Everything between the search box and the create bar. */
export function PanelContent({ state, askedFor }: ContentProps) {
  const { email, needsReload, subject, search } = state;
  // The page has to be loaded again before anything it said holds.
  const isUnknown = !email && state.isUnrecognised && !needsReload;
  return (
    <>
      {email && <OpenEmailRegion state={state} email={email} />}
      {isUnknown && <Unrecognised subject={subject} sections={state.sections} isSearching={search !== null} />}
      {!email && !isUnknown && <NothingOpen isSearching={search !== null} needsReload={needsReload} />}
      {search && <SearchResults state={state} search={search} />}
      {!search && subject && <PersonOpportunities state={state} askedFor={askedFor} />}
      {!search && !email && !subject && <Pipelines state={state} />}
    </>
  );
}

function NothingOpen({ isSearching, needsReload }: { isSearching: boolean; needsReload: boolean }) {
  // Opening an email would not help there: the page has none of Dealside's script that reports it.
  const sentence = needsReload
    ? 'Reload this Gmail tab: it was opened before Dealside was ready'
    : 'Open an email to see its opportunities';
  return <h1 class={isSearching && !needsReload ? 'visually-hidden' : 'nothing-open'}>{sentence}</h1>;
}

/** True when every connection that could be asked answered, and none has anything. */
function isEmptyAnswer(sections: readonly Section[]): boolean {
  const asked = sections.filter(({ unsupported }) => unsupported.length === 0);
  const isEmpty = asked.every(
    ({ status, matches, isTruncated }) => status === 'ready' && matches.length === 0 && !isTruncated,
  );
  return isEmpty && (asked.length > 0 || sections.length === 0);
}

function PersonOpportunities({ state, askedFor }: ContentProps) {
  const { sections, edits, creations, subject } = state;
  const isCreating = creations.length > 0 || askedFor !== null;
  const isEmpty = isEmptyAnswer(sections) && !isCreating;
  return (
    <>
      <Results
        sections={sections}
        edits={edits}
        asked="look up people and their opportunities"
        isOnePerson
        isCreating={isCreating}
      >
        <Opportunities
          sections={sections}
          edits={edits}
          creations={creations}
          askedFor={askedFor}
          person={subject?.address ?? ''}
        />
      </Results>
      {sections.length === 0 && <NoConnection canCreate />}
      {sections.length > 0 && isEmpty && (
        <div class="empty">
          <p>
            Nothing yet with <bdi>{cap(subject?.name || subject?.address || '', 80)}</bdi>.
          </p>
          <SampleOffer sections={sections} />
        </div>
      )}
    </>
  );
}

function SearchResults({ state, search }: { state: PanelState; search: NonNullable<PanelState['search']> }) {
  const { sections, query } = search;
  return (
    <>
      <Results sections={sections} edits={state.edits} query={query} asked="search opportunities">
        <Opportunities sections={sections} edits={state.edits} creations={[]} askedFor={null} person={null} />
      </Results>
      {isEmptyAnswer(sections) && <NoResults query={query} />}
    </>
  );
}

function NoResults({ query: { text, filters } }: { query: SearchQuery }) {
  const isFiltered = filterNames(filters).length > 0;
  return (
    <div class="empty">
      <p>
        No opportunity matches{' '}
        {text.trim() && (
          <>
            “<bdi>{cap(text, 80)}</bdi>”
          </>
        )}
        {isFiltered && (text.trim() ? ' with these filters' : 'these filters')}.
      </p>
    </div>
  );
}

function Pipelines({ state: { sections, edits } }: { state: PanelState }) {
  if (sections.length === 0) return <NoConnection canCreate={false} />;
  return (
    <>
      <Results sections={sections} edits={edits} asked="list opportunities">
        {sections.map((section) => (
          <Overview key={section.connection.id} section={section} edits={edits} isNamed={sections.length > 1} />
        ))}
      </Results>
      <div class="empty">
        <SampleOffer sections={sections} />
      </div>
    </>
  );
}

/** A local CRM nobody has put anything in yet can be tried with sample data. */
function SampleOffer({ sections }: { sections: readonly Section[] }) {
  const { actions } = usePanel();
  const isOffered = sections.some(({ offersSamples }) => offersSamples);
  if (!isOffered) return null;
  return (
    <button type="button" class="quiet" onClick={() => actions.loadSamples()}>
      Load sample data
    </button>
  );
}
