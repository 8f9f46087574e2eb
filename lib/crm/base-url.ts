import { z } from 'zod';
import { BASE_URL_PROBLEM, isBaseUrl } from '../domain/base-url';

/** The address of a team's proxy, without a trailing slash; `undefined` where the field was left empty. */
export const baseUrlSchema: z.ZodType<string | undefined> = z
  .string(BASE_URL_PROBLEM)
  .trim()
  .optional()
  .transform((text) => text?.replace(/\/+$/, '') || undefined)
  .refine((url) => url === undefined || isBaseUrl(url), BASE_URL_PROBLEM);
