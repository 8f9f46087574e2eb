import type { Field } from './opportunity';

/**
 * Why a CRM did not do what it was asked, as plain data: it crosses messages, is stored, and is shown.
 * It never holds a credential, a URL with a query, or an answer's raw text.
 */
export type Failure = Cause & {
  /** Of a write of several calls: an earlier one was applied, or may have been. */
  isPartly?: true;
};

type Cause =
  | { kind: 'unauthorized' }
  | { kind: 'forbidden' }
  /** The sign-in does not cover what was asked; `detail` is the CRM's own sentence. */
  | { kind: 'scope'; detail: string }
  /** The plan's requests are used up. */
  | { kind: 'quota' }
  | { kind: 'not-found' }
  /** The CRM refused the values; `reason` is its own sentence, `field` the one it named, where known. */
  | { kind: 'invalid'; reason: string; field: Field | null }
  /** `retryAt`: epoch milliseconds after which the CRM may be asked again. */
  | { kind: 'rate-limited'; retryAt: number }
  | { kind: 'offline' }
  | { kind: 'timeout' }
  | { kind: 'server'; status: number }
  /** HTML instead of JSON, an empty body, or JSON of an unexpected shape. `where` names the call and the member. */
  | { kind: 'malformed'; where: string }
  /** The browser's permission for the CRM's host was withdrawn. */
  | { kind: 'no-permission' }
  /** What was to be removed was changed by somebody else since it was made. */
  | { kind: 'changed' }
  /** The passphrase has not been entered since the browser started, or for too long. */
  | { kind: 'locked' }
  /** The passphrase entered is not the one that was set. */
  | { kind: 'wrong-passphrase' }
  /** What Dealside stores in this browser can't be read or written. */
  | { kind: 'storage'; problem: 'full' | 'blocked' | 'broken' }
  /** The worker ended before it could tell what became of it: it may have been done, or not. */
  | { kind: 'interrupted' }
  /** Nothing in Dealside expected this; `reason` is a class name or a short code. */
  | { kind: 'internal'; reason: string };

export type FailureKind = Failure['kind'];

/** Thrown by adapters and by the store; the only error that is expected. */
export class CrmError extends Error {
  override readonly name = 'CrmError';
  constructor(readonly failure: Failure) {
    super(failure.kind);
  }
}

/** A failure that goes away by itself: the edit waits and is sent again. */
export function isPassing(failure: Failure): boolean {
  return ['rate-limited', 'offline', 'timeout', 'server', 'interrupted'].includes(failure.kind);
}

/**
 * What went wrong, in a sentence, and what the rep can do. `crm` is the connection's label ("Copper"); `asked` goes on
 * after "does not let your account", for places that do not tell themselves what was tried.
 */
export function explain(failure: Failure, crm: string, asked = 'do this'): { sentence: string; remedy: string } {
  switch (failure.kind) {
    case 'unauthorized':
      return {
        sentence: `${crm} did not accept the credentials.`,
        remedy: 'Check that the key or token is your own and still valid, then connect again on the options page.',
      };
    case 'forbidden':
      return {
        sentence: `${crm} does not let your account ${asked}.`,
        remedy: `Ask your ${crm} administrator for access.`,
      };
    case 'scope':
      return {
        sentence: asSentence(`${crm} was not allowed this when you signed in: ${failure.detail}`),
        remedy: 'Connect again on the options page and allow everything it asks for.',
      };
    case 'quota':
      return {
        sentence: `The requests of your ${crm} plan are used up.`,
        remedy: `Ask whoever manages your ${crm} plan, or wait for its next period.`,
      };
    case 'not-found':
      return {
        sentence: `${crm} no longer has this record, or hides it from you.`,
        remedy: `Look for it in ${crm}, or ask a colleague who can see it.`,
      };
    case 'invalid':
      return {
        sentence: asSentence(failure.reason) || `${crm} refused the values.`,
        remedy: failure.field ? 'Change the value and try again.' : 'Correct this and try again.',
      };
    case 'rate-limited':
      return {
        sentence: `${crm} is busy: too many requests.`,
        remedy: 'Wait a moment, then try again.',
      };
    case 'offline':
      return {
        sentence: `${crm} can't be reached.`,
        remedy: 'Check your connection, then try again.',
      };
    case 'timeout':
      return { sentence: `${crm} did not answer in time.`, remedy: 'Try again in a moment.' };
    case 'server':
      return { sentence: `${crm} has a problem of its own (${failure.status}).`, remedy: 'Try again in a minute.' };
    case 'malformed':
      return {
        sentence: `${crm} sent an answer Dealside can't read (${failure.where}).`,
        remedy: 'Try again; if it stays, a proxy or a sign-in page may stand in between.',
      };
    case 'no-permission':
      return {
        sentence: `The browser no longer lets Dealside reach ${crm}.`,
        remedy: 'Connect again on the options page and allow access.',
      };
    case 'changed':
      return {
        sentence: `Somebody changed it in ${crm} after you created it.`,
        remedy: 'Look at it first; to remove it all the same, press Retry.',
      };
    case 'locked':
      return { sentence: 'Dealside is locked.', remedy: 'Enter your passphrase in the panel.' };
    case 'wrong-passphrase':
      return { sentence: 'This is not the passphrase.', remedy: 'Check Caps Lock and type it again.' };
    case 'storage':
      return explainStorage(failure.problem);
    case 'interrupted':
      return { sentence: 'Dealside was interrupted.', remedy: 'Try again.' };
    case 'internal':
      return { sentence: `Something went wrong in Dealside (${failure.reason}).`, remedy: 'Try again.' };
  }
}

function explainStorage(problem: 'full' | 'blocked' | 'broken'): { sentence: string; remedy: string } {
  switch (problem) {
    case 'full':
      return {
        sentence: 'There is no room left on this device: the change could not be written down.',
        remedy: 'Free some disk space, then try again.',
      };
    case 'blocked':
      return {
        sentence: 'Another window still uses an older version of Dealside.',
        remedy: 'Close the other windows of this browser, or restart it.',
      };
    case 'broken':
      return {
        sentence: 'What Dealside stored in this browser can’t be read.',
        remedy: 'Restart the browser. If it stays, export what is pending on the options page, then reset the storage.',
      };
  }
}

/** CRMs leave out the full stop: "Name can't be blank". */
function asSentence(text: string): string {
  const trimmed = text.trim();
  return trimmed === '' || /[.!?…:]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}

/**
 * What Chromium 156 rejects with when a worker asks something of the browser that counts it as stopped already, or is
 * being closed. Of about a hundred ended workers one ran on for long enough to answer with the first, and of about
 * twenty closed browsers one lasted long enough for an edit to fail with the second.
 */
const STOPPED = new Set(['No SW', 'The browser is shutting down.']);

/** Any thrown value as a failure: ours as it is, the rest as `internal` without its message, which may hold data. */
export function toFailure(error: unknown): Failure {
  if (error instanceof CrmError) return error.failure;
  if (!(error instanceof Error)) return { kind: 'internal', reason: 'unknown' };
  return STOPPED.has(error.message) ? { kind: 'interrupted' } : { kind: 'internal', reason: error.name };
}
