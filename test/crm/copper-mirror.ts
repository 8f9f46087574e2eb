import type { Facts } from '../../lib/crm/crm';
import type { PersonQuestion } from '../../lib/domain/lookup';
import type { MatchReason, PersonAnswer } from '../../lib/domain/match';
import type { KnownPerson } from '../../lib/domain/mirror';
import { fetchFrom } from '../fakes/copper/fetch';
import type { FakeCopper } from '../fakes/copper/server';
import { connect, givenCopper } from './copper-world';
import { inWaves } from './waves';

/** Asked about the address, at a company of its domain unless told otherwise. */
export const question = (address: string, domain: string | null = address.split('@')[1] ?? null) => {
  return { name: '', address, domain };
};
/** What is learned by having connected, so that custom fields are not in the way. */
export const FACTS: Facts = { definitions: '[]' };

/** What a mirror holds that was filled just now: by domain, company and contact, as the worker finds it. */
async function mirrorOf(fake: FakeCopper, { address, domain }: PersonQuestion): Promise<KnownPerson> {
  const crm = connect(fake, { facts: FACTS });
  const [deals, people, companies] = await Promise.all(
    (['opportunities', 'contacts', 'companies'] as const).map((kind) =>
      crm.changes!({ kind, since: null, from: null }),
    ),
  );
  const contact = people?.contacts.find(({ addresses }) => addresses.includes(address)) ?? null;
  const company =
    companies?.companies.find((one) => (contact?.companyId ? one.id === contact.companyId : one.domain === domain)) ??
    null;
  const opportunities =
    deals?.opportunities.filter(
      ({ contactId, companyId }) => contactId === (contact?.id ?? '') || companyId === (company?.id ?? ''),
    ) ?? [];
  return { contact, company, opportunities };
}

interface Seen {
  answer: PersonAnswer;
  waves: string[][];
  reasons: Record<string, MatchReason | null>;
}

/** With an adapter of its own that has learned nothing; in waves, as requests went. */
export async function lookUp(fake: FakeCopper, asked: PersonQuestion, known: KnownPerson): Promise<Seen> {
  const { fetch, waves } = inWaves(fetchFrom(fake));
  const answer = await connect(fake, { fetch, facts: FACTS }).lookup(asked, undefined, known);
  return { answer, waves, reasons: reasonsOf(answer) };
}

/** Of each opportunity, by its title. */
export const reasonsOf = ({ matches }: PersonAnswer) =>
  Object.fromEntries(matches.map(({ opportunity, reason }) => [opportunity.title, reason]));

/** A fake and what a mirror of it knows, before `change`, which comes too late for the mirror. */
export async function given(asked: PersonQuestion) {
  const fake = await givenCopper();
  const known = await mirrorOf(fake, asked);
  fake.requests.length = 0;
  return { fake, known };
}
