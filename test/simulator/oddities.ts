import type { ThreadDraft } from './mailbox.ts';
import type { MailPerson } from './model.ts';
import { JO, PEOPLE } from './people.ts';

/** What the hostile thread's sender calls themself. */
const HOSTILE_NAME = '"><img src=x onerror="document.title=\'owned\'">\u202Egro.live';
/** Ends as Gmail's own page title ends, with somebody else's address. */
export const HOSTILE_SUBJECT = '<script>document.title="owned"</script> Re: ceo@rival.example - Gmail';

const hundred: MailPerson[] = Array.from({ length: 100 }, (_, index) => ({
  name: `Guest ${index + 1}`,
  address: `guest${index + 1}@supplier${index + 1}.example`,
}));

/** Mail that is rare, malformed or meant to harm. */
export const oddities: ThreadDraft[] = [
  {
    subject: HOSTILE_SUBJECT,
    label: 'oddities',
    mails: [{ from: { name: HOSTILE_NAME, address: 'mallory@evil.example' }, to: [JO], when: 'Nov 9', body: ['Hi.'] }],
  },
  {
    subject: 'Sender without an address',
    label: 'oddities',
    mails: [{ from: { name: 'Undisclosed', address: '' }, to: [], when: 'Nov 9', body: ['Guess who.'] }],
  },
  {
    subject: 'Supplier day: invitation',
    label: 'oddities',
    mails: [{ from: PEOPLE.olu, to: [JO, ...hundred], when: 'Nov 8', body: ['All of you are invited.'] }],
  },
  {
    subject: 'Fwd: somebody else entirely',
    label: 'oddities',
    mails: [{ from: PEOPLE.priya, to: [JO], when: 'Nov 8', body: ['See below.'], hasLookAlikeBody: true }],
  },
  {
    subject: 'No permanent id',
    label: 'oddities',
    permId: 'absent',
    mails: [{ from: PEOPLE.mara, to: [JO], when: 'Nov 7', body: ['An id less.'] }],
  },
  {
    subject: 'Permanent id undefined',
    label: 'oddities',
    permId: 'the word undefined',
    mails: [{ from: PEOPLE.mara, to: [JO], when: 'Nov 7', body: ['An id that is none.'] }],
  },
];
