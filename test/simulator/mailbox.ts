import type { Label, Mail, Mailbox, Thread } from './model.ts';
import { COLLEAGUE, JO, JO_ELSEWHERE, PEOPLE } from './people.ts';
import { oddities } from './oddities.ts';
import { orders } from './orders.ts';

/** A thread as the data below writes it; ids are derived from its place. */
export interface ThreadDraft {
  subject: string;
  label?: Label;
  isUnread?: boolean;
  permId?: 'as usual' | 'absent' | 'the word undefined';
  mails: Omit<Mail, 'id'>[];
}

/** The mailbox of `/mail/u/<index>/`, or `undefined` where nobody is signed in. */
export function findMailbox(index: number): Mailbox | undefined {
  if (index === 0) return { account: { ...JO, index }, threads: number([...inbox, ...orders, ...oddities], 0x19a0) };
  if (index === 1) return { account: { ...JO_ELSEWHERE, index }, threads: number(elsewhere, 0x19b0) };
  return undefined;
}

/** Legacy ids are 16 hex digits; the perm id is the same number in decimal; the address bar shows neither. */
function number(drafts: ThreadDraft[], prefix: number): Thread[] {
  return drafts.map(({ subject, label = 'inbox', isUnread = false, permId = 'as usual', mails }, place) => {
    const first = (BigInt(prefix) << 48n) + BigInt(place * 0x100);
    const hex = (offset: number) => (first + BigInt(offset)).toString(16);
    return {
      id: hex(0),
      opaqueId: `FMfcgz${(first * 7_919n).toString(36)}`,
      permId: permId === 'absent' ? null : permId === 'as usual' ? `thread-f:${first}` : 'undefined',
      subject,
      label,
      isUnread,
      mails: mails.map((mail, index) => ({ ...mail, id: hex(index) })),
    };
  });
}

const inbox: ThreadDraft[] = [
  {
    subject: 'Lab robots, phase 2: revised offer',
    isUnread: true,
    mails: [
      {
        from: PEOPLE.mara,
        to: [JO, PEOPLE.ben],
        when: 'Nov 17',
        body: [
          'Hi Jo,',
          'Thanks for walking us through phase 2. The team likes the second arm; finance asks for one price over both sites.',
        ],
      },
      {
        from: JO,
        to: [PEOPLE.mara, PEOPLE.ben, PEOPLE.procurement],
        when: 'Nov 18',
        body: [
          'Hi Mara,',
          'One price it is. The revised offer is attached, with delivery in the second week of January.',
        ],
      },
      {
        from: PEOPLE.mara,
        to: [JO, PEOPLE.ben, PEOPLE.procurement],
        when: '9:41 AM',
        body: [
          'Hi Jo,',
          'The revised offer looks right to us. Could you present it to the board on Thursday? Twenty minutes are enough, most of it questions about maintenance.',
          'Ben joins from the Lyon site.',
          'Mara',
        ],
      },
    ],
  },
  {
    subject: 'Maintenance 2027: two questions',
    isUnread: true,
    mails: [
      {
        from: PEOPLE.ben,
        to: [JO],
        when: '9:02 AM',
        body: ['Hello Jo,', 'Does the contract cover the grippers, and who do we call on a Sunday?', 'Ben Okafor'],
      },
    ],
  },
  {
    subject: 'Packaging line for the spring season',
    isUnread: true,
    mails: [
      {
        from: PEOPLE.noor,
        to: [JO],
        when: '8:30 AM',
        body: [
          'Dear Jo Keller,',
          'We saw your stand in Porto. We pack 4,000 boxes a day by hand and would like to stop. What would a first line cost?',
          'Noor Haddad, Quillworks',
        ],
      },
    ],
  },
  {
    subject: 'Delivery window for the pilot arm',
    mails: [
      {
        from: PEOPLE.priya,
        to: [JO],
        when: 'Nov 18',
        body: ['Hi Jo,', 'Our dock is free from the 12th. Is that early enough for the pilot?', 'Priya'],
      },
      {
        from: JO,
        to: [PEOPLE.priya],
        when: 'Nov 19',
        body: ['Hi Priya,', 'The 12th is perfect; the arm leaves here on the 10th.', 'Jo'],
      },
    ],
  },
  {
    subject: 'A robot for a one-woman workshop?',
    mails: [
      {
        from: PEOPLE.lena,
        to: [JO],
        when: 'Nov 18',
        body: ['Hello,', 'I build violins, alone. Is there anything small that sands evenly?', 'Lena'],
      },
    ],
  },
  {
    subject: 'Site visit in Graz',
    mails: [
      { from: PEOPLE.olu, to: [JO, COLLEAGUE], when: 'Nov 17', body: ['You are welcome any day but Friday.', 'Olu'] },
      { from: COLLEAGUE, to: [PEOPLE.olu, JO], when: 'Nov 17', body: ['Tuesday at ten then. Jo comes along.', 'Sam'] },
    ],
  },
  {
    subject: 'Numbers for Thursday',
    mails: [{ from: COLLEAGUE, to: [JO], when: 'Nov 17', body: ['Draft in the usual place, page 3 is new.', 'Sam'] }],
  },
  {
    subject: 'Pricing question',
    mails: [
      {
        from: { name: "'Jane Prospect' via Sales", address: 'sales@northwind.example' },
        to: [{ name: 'sales', address: 'sales@northwind.example' }],
        when: 'Nov 16',
        body: ['Do you have a price list for resellers?', 'Jane'],
      },
    ],
  },
  {
    subject: 'Your monthly digest',
    mails: [
      {
        from: { name: 'Automation Weekly', address: 'no-reply@weekly.example' },
        to: [JO],
        when: 'Nov 14',
        body: ['Twelve stories about grippers.'],
      },
    ],
  },
];

const elsewhere: ThreadDraft[] = [
  {
    subject: 'Lab robots, phase 2: a second opinion',
    mails: [
      {
        from: PEOPLE.mara,
        to: [JO_ELSEWHERE],
        when: 'Nov 12',
        body: ['Writing to your other address as asked.', 'Mara'],
      },
    ],
  },
];
