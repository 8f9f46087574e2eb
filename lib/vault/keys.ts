import { CrmError } from '../domain/failure';
import type { Sealed } from '../store/seals';
import { toBase64Url } from './base64';

/** What seals, in two keys: one for contents, one for names. Neither can be taken out again. */
export interface Keys {
  data: CryptoKey;
  names: CryptoKey;
}

const KEY_BYTES = 32;

/** A new secret: the bytes of both keys. */
export function newSecret(): Uint8Array<ArrayBuffer> {
  return crypto.getRandomValues(new Uint8Array(2 * KEY_BYTES));
}

/** The keys of a secret. */
export async function importKeys(secret: Uint8Array<ArrayBuffer>): Promise<Keys> {
  const hmac = { name: 'HMAC', hash: 'SHA-256' };
  return {
    data: await crypto.subtle.importKey('raw', secret.slice(0, KEY_BYTES), 'AES-GCM', false, ['encrypt', 'decrypt']),
    names: await crypto.subtle.importKey('raw', secret.slice(KEY_BYTES), hmac, false, ['sign']),
  };
}

/** `value`, which must survive JSON, with an iv of its own each time. */
export async function sealWith({ data: key }: Keys, value: unknown): Promise<Sealed> {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const bytes = new TextEncoder().encode(JSON.stringify(value));
  return { iv, data: await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, bytes) };
}

/** The value. Rejects with `CrmError` `storage` for what is damaged or was sealed with other keys. */
export async function unsealWith({ data: key }: Keys, { iv, data }: Sealed): Promise<unknown> {
  try {
    const bytes = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: new Uint8Array(iv) }, key, data);
    return JSON.parse(new TextDecoder().decode(bytes)) as unknown;
  } catch {
    throw new CrmError({ kind: 'storage', problem: 'broken' });
  }
}

/** A keyed hash of `text`, base64url. */
export async function nameWith({ names }: Keys, text: string): Promise<string> {
  const hash = await crypto.subtle.sign('HMAC', names, new TextEncoder().encode(text));
  return toBase64Url(new Uint8Array(hash));
}
