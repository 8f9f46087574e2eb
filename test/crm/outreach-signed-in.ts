import { vi } from 'vitest';
import type { FakeOutreach } from '../fakes/outreach/server';
import { appOf, callsOf, connect, createVault, givenOutreach } from './outreach-world';

const HOUR = 3_600_000;

/** Moves a faked clock on. */
export const later = (ms: number) => void vi.setSystemTime(Date.now() + ms);

/** An account the rep signed in to, two hours ago unless told otherwise. */
export async function signedIn(ago = 2 * HOUR) {
  const fake = await givenOutreach();
  const credentials = appOf(fake);
  later(ago);
  const vault = createVault(credentials);
  return { fake, credentials, vault, open: () => connect(fake, { credentials, vault }) };
}

/** How often the token endpoint was asked. */
export const renewals = (fake: FakeOutreach) => callsOf(fake).filter((call) => call === 'POST /oauth/token').length;
