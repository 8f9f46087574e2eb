import type { Creation } from '../../../lib/domain/edit';
import type { Course } from './record';

/** Says what is wrong about the creations of a course, if anything. `rows` are what the store knows of them at the end. */
export function checkCreations(course: Course, rows: readonly Creation[]): string[] {
  return [...checkWishes(course, rows), ...checkMade(course, rows), ...checkPeople(course), ...checkSimilar(course)];
}

/** Each creation that was accepted and not taken back is there; a double click's second is the first. */
function checkWishes({ wishes }: Course, rows: readonly Creation[]): string[] {
  return wishes.flatMap(({ input, isTakenBack, mayBeTwin, twinOf }) => {
    const row = rows.find(({ id }) => id === input.id);
    if (row && rows.some(({ id }) => id === twinOf))
      return [`${input.id} is no other than ${twinOf}, and was made all the same`];
    const isThere = row?.delivery.is === 'saved' && !row.isUndo;
    if (isTakenBack === 'maybe' || isThere === (isTakenBack === 'no') || (!row && mayBeTwin)) return [];
    return [`${input.id} is ${row ? row.delivery.is : 'gone'}${isTakenBack === 'yes' ? ', taken back' : ''}`];
  });
}

/** The CRM holds what was made, once, and nothing else that we have made. */
function checkMade({ server, staying }: Course, rows: readonly Creation[]): string[] {
  const saved = rows.filter(({ delivery }) => delivery.is === 'saved');
  const ids = saved.map(({ made }) => made.opportunityId ?? '');
  // One of two alike that somebody has changed before the other could be removed: they are not alike any more.
  const isChanged = (intent: string | null) =>
    server.journal.some(
      (made) =>
        made.is === 'created' &&
        made.intent === intent &&
        server.journal.some((entry) => entry.is === 'write' && entry.id === made.id),
    );
  const strays = server.journal.flatMap((entry) => {
    if (entry.is !== 'created' || entry.what !== 'opportunity' || !server.opportunities.has(entry.id)) return [];
    const isKnown =
      server.undeletable.has(entry.id) ||
      ids.includes(entry.id) ||
      staying.has(entry.intent ?? '') ||
      isChanged(entry.intent);
    return isKnown ? [] : [`an opportunity ${entry.id} that nobody knows of, made for ${entry.intent}`];
  });
  const lost = saved.filter(({ made }) => !server.opportunities.has(made.opportunityId ?? ''));
  return [
    ...strays,
    ...lost.map(({ id }) => `${id} is saved, and the CRM does not hold it`),
    ...(new Set(ids).size < ids.length ? [`two creations share an opportunity: ${ids.join(', ')}`] : []),
  ];
}

/** One contact per address, one company per domain; none that nothing uses. */
function checkPeople({ server, staying }: Course): string[] {
  const { contacts, companies, journal } = server;
  const opportunities = [...server.opportunities.values()];
  const addresses = contacts.flatMap((contact) => contact.addresses);
  const domains = companies.map(({ domain }) => domain);
  const isOurs = (id: string) => journal.some((entry) => entry.is === 'created' && entry.id === id);
  const isIdle = ({ id }: { id: string }) =>
    isOurs(id) && ![...opportunities, ...contacts].some((one) => 'contactId' in one && one.contactId === id);
  const isUnused = ({ id }: { id: string }) =>
    isOurs(id) && ![...opportunities, ...contacts].some(({ companyId }) => companyId === id);
  const idle = [
    ...contacts.filter(isIdle).map(({ id }) => `contact ${id} is left over`),
    ...companies.filter(isUnused).map(({ id }) => `company ${id} is left over`),
  ];
  return [
    ...(new Set(addresses).size < addresses.length ? [`two contacts of one address: ${addresses.join(', ')}`] : []),
    ...(new Set(domains).size < domains.length ? [`two companies of one domain: ${domains.join(', ')}`] : []),
    // The rep wanted no more of the removal.
    ...(staying.size > 0 ? [] : idle),
  ];
}

/** Nobody is asked whether what a creation has made itself is the same. */
function checkSimilar({ similar, server }: Course): string[] {
  return similar.flatMap(({ creation, opportunity }) => {
    const made = server.journal.find((entry) => entry.is === 'created' && entry.id === opportunity.ref.id);
    if (made?.is !== 'created' || made.intent !== creation) return [];
    return [`${creation} asked whether ${opportunity.ref.id}, its own, is the same`];
  });
}
