import { describe, expect, it } from 'vitest';
import { fetchFrom } from '../fakes/apideck/fetch';
import type { FakeApideck } from '../fakes/apideck/server';
import { callsOf, connect, givenApideck } from './apideck-world';

/**
 * A browser that has sent every creation before, got no answer, and sends it again: Chromium does so with a POST on a
 * connection it had used before.
 */
function sendingTwice(fake: FakeApideck): typeof fetch {
  const send = fetchFrom(fake);
  return async (input, init) => {
    if (input instanceof Request && input.method === 'POST') await send(input.clone(), init);
    return send(input, init);
  };
}

const MARA = { name: 'Mara New', address: 'mara.new@tessella.example', companyId: null };
const COMPANY = { name: 'Newcomer', domain: 'newcomer.example' };

describe('what the browser asked for twice', () => {
  it('is one contact: the first that was made', async () => {
    const fake = await givenApideck();
    const made = await connect(fake, { fetch: sendingTwice(fake) }).createContact(MARA);
    const crm = connect(fake);
    expect(await crm.findContact(MARA.address)).toMatchObject({ id: made.id });
    await crm.deleteContact(made.id);
    expect(await crm.findContact(MARA.address)).toBeNull();
  });

  it('is one company', async () => {
    const fake = await givenApideck();
    const made = await connect(fake, { fetch: sendingTwice(fake) }).createCompany(COMPANY);
    const crm = connect(fake);
    expect(await crm.findCompany(COMPANY.domain)).toMatchObject({ id: made.id });
    await crm.deleteCompany(made.id);
    expect(await crm.findCompany(COMPANY.domain)).toBeNull();
  });

  it('is left as it is where it was asked for once', async () => {
    const fake = await givenApideck();
    const made = await connect(fake).createContact(MARA);
    expect(made.addresses).toEqual([MARA.address]);
    expect(callsOf(fake).filter((call) => call.startsWith('DELETE'))).toEqual([]);
  });
});
