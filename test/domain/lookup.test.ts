import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { externalParticipants, findCounterpart, isOwnSide, toQuestion } from '../../lib/domain/lookup';
import type { OpenEmail, Participant } from '../../lib/domain/open-email';

const ME = { name: 'me', address: 'me@our-company.example' };
const CLEO = { name: 'Cleo Colleague', address: 'cleo@our-company.example' };
const JANE = { name: 'Jane Buyer', address: 'jane@buyer.example' };
const OMAR = { name: 'Omar Partner', address: 'omar@partner.example' };
const ROBOT = { name: 'Tool', address: 'no-reply@tool.example' };

type Named = Pick<Participant, 'name' | 'address'>;

interface Thread {
  /** Oldest first. */
  from: Named[];
  to?: Named[];
  own?: string | null;
  viaGroup?: boolean;
}

/** The email at the end of a thread, as the page reports it. */
function emailOf({ from, to = [], own = ME.address, viaGroup = false }: Thread): OpenEmail {
  const named = [
    ...from.map((person): Participant => ({ ...person, role: 'from' })),
    ...to.map((person): Participant => ({ ...person, role: 'to' })),
  ];
  const addresses = from.map(({ address }) => address);
  return {
    account: { index: 0, address: own },
    threadId: null,
    messageId: null,
    subject: null,
    sender: from.at(-1) ?? null,
    participants: named.filter((one, n) => named.findIndex(({ address }) => address === one.address) === n),
    senders: addresses.filter((address, n) => addresses.lastIndexOf(address) === n),
    isPopOut: false,
    viaGroup,
  };
}

describe('findCounterpart', () => {
  it.each<[string, Thread, Named | null]>([
    ['the sender of an incoming mail', { from: [JANE], to: [ME] }, JANE],
    ['the newest outside sender when my own reply is last', { from: [OMAR, JANE, ME], to: [OMAR] }, JANE],
    ['the newest outside sender when a colleague wrote last', { from: [JANE, CLEO], to: [ME, JANE] }, JANE],
    ['the first outside recipient when only my side wrote', { from: [ME, CLEO], to: [CLEO, JANE, OMAR] }, JANE],
    ['the open message’s sender, though another wrote to the thread before', { from: [OMAR, JANE], to: [ME] }, JANE],
    ['a person rather than a robot that wrote last', { from: [JANE, ROBOT], to: [ME] }, JANE],
    ['a robot when nobody else is there', { from: [ROBOT], to: [ME] }, ROBOT],
    ['the colleague who wrote it when only my side is there', { from: [CLEO], to: [ME] }, CLEO],
    ['nobody when I wrote to a colleague', { from: [ME], to: [CLEO] }, null],
    ['nobody when I wrote to myself', { from: [ME], to: [ME] }, null],
    [
      'nobody when a group hides the writer',
      { from: [{ name: "'Jane' via Sales", address: 'sales@groups.example' }], to: [ME], viaGroup: true },
      null,
    ],
    ['nobody when nobody is named', { from: [] }, null],
    ['the sender when the account is unknown', { from: [JANE, ME], own: null }, ME],
    [
      'somebody at my free-mail provider',
      { from: [{ name: 'Jo', address: 'jo@gmail.com' }], own: 'me@gmail.com' },
      { name: 'Jo', address: 'jo@gmail.com' },
    ],
    [
      'nobody when I wrote from a plus-address',
      { from: [{ name: 'me', address: 'me+crm@gmail.com' }], own: 'me@gmail.com' },
      null,
    ],
  ])('is %s', (_, thread, expected) => {
    expect(findCounterpart(emailOf(thread))).toEqual(expected);
  });

  it('goes by the newest message of each sender', () => {
    expect(findCounterpart(emailOf({ from: [JANE, OMAR, JANE, ME] }))).toEqual(JANE);
  });

  it('finds nobody where the open message has no address and nobody else is outside', () => {
    expect(findCounterpart({ ...emailOf({ from: [ME], to: [CLEO] }), sender: null })).toBeNull();
  });

  const person = fc.constantFrom(ME, CLEO, JANE, OMAR, ROBOT);
  const thread = fc.record({ from: fc.array(person, { maxLength: 6 }), to: fc.array(person, { maxLength: 4 }) });

  it('is somebody outside wherever there is one, and never myself', () => {
    fc.assert(
      fc.property(thread, (given) => {
        const email = emailOf(given);
        const found = findCounterpart(email);
        const outside = externalParticipants(email).map(({ address }) => address);
        if (outside.length > 0) expect(outside).toContain(found?.address);
        else expect(found).toEqual(given.from.at(-1) === CLEO ? CLEO : null);
        expect(isOwnSide(found?.address ?? '', ME.address)).toBe(found?.address === CLEO.address);
      }),
    );
  });

  it('is a robot only when no person outside is there', () => {
    fc.assert(
      fc.property(thread, (given) => {
        const email = emailOf(given);
        const isPersonThere = [JANE, OMAR].some(({ address }) =>
          email.participants.some((one) => one.address === address),
        );
        expect(findCounterpart(email)?.address === ROBOT.address && isPersonThere).toBe(false);
      }),
    );
  });
});

describe('externalParticipants', () => {
  it('keeps the thread’s order and leaves out my own side', () => {
    const email = emailOf({ from: [OMAR, ME], to: [CLEO, JANE] });
    expect(externalParticipants(email).map(({ address }) => address)).toEqual([OMAR.address, JANE.address]);
  });

  it('is everybody when the account is unknown', () => {
    expect(externalParticipants(emailOf({ from: [ME], to: [CLEO], own: null }))).toHaveLength(2);
  });
});

describe('toQuestion', () => {
  it('asks about the company by the domain of an outside address', () => {
    expect(toQuestion(JANE, ME.address)).toEqual({ ...JANE, domain: 'buyer.example' });
  });

  it.each([
    ['free mail', { name: 'Jo', address: 'jo@gmail.com' }],
    ['my own company', CLEO],
  ])('asks about no company for %s', (_, person) => {
    expect(toQuestion(person, ME.address).domain).toBeNull();
  });
});
