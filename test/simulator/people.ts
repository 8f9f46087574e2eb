import type { MailPerson } from './model.ts';

/** The account's owner, signed in at `/mail/u/0/`. */
export const JO: MailPerson = { name: 'Jo Keller', address: 'jo.keller@northwind.example' };
/** The same person's second account, at `/mail/u/1/`. */
export const JO_ELSEWHERE: MailPerson = { name: 'Jo Keller', address: 'jo@harbour.example' };
export const COLLEAGUE: MailPerson = { name: 'Sam Ito', address: 'sam.ito@northwind.example' };

/** Who writes to Jo. Noor and Lena are in no CRM. */
export const PEOPLE = {
  mara: { name: 'Mara Rossi', address: 'mara.rossi@tessella.example' },
  ben: { name: 'Ben Okafor', address: 'ben.okafor@tessella.example' },
  procurement: { name: '', address: 'procurement@tessella.example' },
  noor: { name: 'Noor Haddad', address: 'noor.haddad@quillworks.example' },
  priya: { name: 'Priya Nair', address: 'priya.nair@brightwater.example' },
  /** Free mail: nobody's company. The provider has to be a real one to be known as free. */
  lena: { name: 'Lena Vogel', address: 'lena.vogel.sample@gmx.de' },
  olu: { name: 'Olu Adeyemi', address: 'olu.adeyemi@alpenwerk.example' },
} satisfies Record<string, MailPerson>;
