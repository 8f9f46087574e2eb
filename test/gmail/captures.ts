import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Participant } from '../../lib/domain/open-email';
import { parsePage } from './samples';

/** Where the captured pages are kept; they are no part of this repository. */
export const FIXTURES = join(process.cwd(), '../shared/gmail/fixtures');
/** False on machines without them: what needs them is skipped there. */
export const isThere = existsSync(join(FIXTURES, 'expected.json'));
if (!isThere) console.warn('Skipped: the captured Gmail pages (../shared/gmail/fixtures) are not on this machine.');

/** What is known of one captured page. */
export interface Capture {
  url: string;
  wrap?: string;
  openMessage: {
    sender: { email: string; name: string };
    messageId: string | null;
    legacyMessageId: string | null;
  } | null;
  subject: string | null;
  threadId: { legacy: string | null } | null;
  /** A thread id only the usage log tells; reporting it is right, and so is reporting none. */
  threadIdHiddenInJslogLegacy?: string;
  participants: { email: string; name: string; role: Participant['role'] }[];
  collapsedSenders?: string[];
  crmContact?: { email: string; name: string };
  selfEmail?: string | null;
  accountIndex?: number;
  viaGroup?: boolean;
  rowSenderMustNotBeReported?: string[];
  rowThreadIdMustNotBeReported?: string[];
}

/** File names with what is known of each. */
export const captures: [string, Capture][] = isThere
  ? Object.entries(JSON.parse(readFileSync(join(FIXTURES, 'expected.json'), 'utf8')) as Record<string, Capture>)
  : [];

/** The captured page, fragments in the view they were taken from. */
export function load([file, { wrap }]: [string, Capture]): Document {
  const document = parsePage(readFileSync(join(FIXTURES, file), 'utf8'));
  const [, opening] = /inside (<.*)$/.exec(wrap ?? '') ?? [];
  if (opening) document.body.innerHTML = opening + document.body.innerHTML;
  return document;
}
