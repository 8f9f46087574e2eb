import { CrmError } from '../domain/failure';
import { fromBase64, toBase64 } from './base64';

/** A secret that only its passphrase opens. What a later version derives with more iterations says so itself. */
export interface Wrapped {
  /** Of PBKDF2 with SHA-256. */
  iterations: number;
  /** Base64, as `iv` and `data`. */
  salt: string;
  iv: string;
  data: string;
}

/** What OWASP asks of PBKDF2 with SHA-256 since 2023: a third of a second, at each guess, too. */
export const ITERATIONS = 600_000;

/** `secret` under `passphrase`, with a salt of its own each time. */
export async function wrap(secret: Uint8Array<ArrayBuffer>, passphrase: string, iterations: number): Promise<Wrapped> {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const key = await derive(passphrase, salt, iterations);
  const data = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, secret);
  return { iterations, salt: toBase64(salt), iv: toBase64(iv), data: toBase64(new Uint8Array(data)) };
}

/** The secret. Rejects with `CrmError` `wrong-passphrase`. */
export async function unwrap(
  { iterations, salt, iv, data }: Wrapped,
  passphrase: string,
): Promise<Uint8Array<ArrayBuffer>> {
  try {
    const key = await derive(passphrase, fromBase64(salt), iterations);
    const opened = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: fromBase64(iv) }, key, fromBase64(data));
    return new Uint8Array(opened);
  } catch {
    // Authentication failed. What is damaged fails too: no passphrase opens it any more, and it can be forgotten.
    throw new CrmError({ kind: 'wrong-passphrase' });
  }
}

async function derive(passphrase: string, salt: Uint8Array<ArrayBuffer>, iterations: number): Promise<CryptoKey> {
  // One keyboard composes "é", another sends "e" and an accent: the same passphrase.
  const typed = new TextEncoder().encode(passphrase.normalize('NFC'));
  const base = await crypto.subtle.importKey('raw', typed, 'PBKDF2', false, ['deriveKey']);
  const parameters = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations };
  return crypto.subtle.deriveKey(parameters, base, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
}
