import { z } from 'zod';
import { baseUrlSchema } from '../base-url';
import { parsePassThrough } from './pass-through';

/** What Apideck asks for with every call; a team's proxy may add key and application itself. */
export interface ApideckCredentials {
  /** Empty where a proxy adds it. */
  apiKey: string;
  /** Empty where a proxy adds it. */
  appId: string;
  consumerId: string;
  /** "copper", "hubspot": needed where the consumer has several CRMs; empty otherwise. */
  serviceId: string;
  baseUrl?: string;
  /** JSON text, checked; empty for none. */
  passThrough: string;
}

const KEY = 'Paste the API key from Apideck: Configuration › API Keys.';
const APP = 'Enter the application ID from Apideck: it stands beside the API key.';
const CONSUMER = 'Enter the ID of the consumer whose CRM was connected in Apideck Vault.';
const UNREADABLE = 'Keys and IDs have no spaces and no special letters: copy them again.';
const PASS_THROUGH =
  'Pass-through is a JSON list such as [{"service_id":"copper","extend_paths":[{"path":"$.a","value":1}]}].';

/** All of them travel in headers: a line break or a letter outside ASCII would make the browser refuse each request. */
const header = z
  .string(UNREADABLE)
  .trim()
  .regex(/^[\x21-\x7e]*$/, UNREADABLE)
  .optional()
  .transform((value) => value ?? '');

/** A consumer's id is the application's own choice, and may have blanks inside ("Acme Ltd"). */
const consumer = z
  .string(CONSUMER)
  .trim()
  .min(1, CONSUMER)
  .regex(/^[\x20-\x7e]*$/, UNREADABLE);

export const apideckCredentials: z.ZodType<ApideckCredentials> = z
  .object({
    apiKey: header,
    appId: header,
    consumerId: consumer,
    serviceId: header,
    baseUrl: baseUrlSchema,
    passThrough: z
      .string()
      .trim()
      .refine((value) => parsePassThrough(value) !== null, PASS_THROUGH)
      .optional()
      .transform((value) => value ?? ''),
  })
  .transform(({ baseUrl, ...rest }, context): ApideckCredentials => {
    if (baseUrl) return { ...rest, baseUrl };
    if (!rest.apiKey) context.addIssue({ code: 'custom', path: ['apiKey'], message: KEY });
    if (!rest.appId) context.addIssue({ code: 'custom', path: ['appId'], message: APP });
    return rest;
  });

/** Leaves out what is empty: the proxy fills it in, or Apideck chooses the only connection there is. */
export function headersOf({ apiKey, appId, consumerId, serviceId }: ApideckCredentials): Record<string, string> {
  return {
    ...(apiKey ? { Authorization: `Bearer ${apiKey}` } : {}),
    ...(appId ? { 'x-apideck-app-id': appId } : {}),
    'x-apideck-consumer-id': consumerId,
    ...(serviceId ? { 'x-apideck-service-id': serviceId } : {}),
    'Content-Type': 'application/json',
  };
}
