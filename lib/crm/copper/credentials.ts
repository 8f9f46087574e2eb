import { z } from 'zod';
import { baseUrlSchema } from '../base-url';

/** What Copper asks for: a key, and the address of the user it was made by. */
export interface CopperCredentials {
  apiKey: string;
  email: string;
  /** A team's proxy in front of Copper's API. */
  baseUrl?: string | undefined;
}

const KEY = 'Paste the API key from Copper: Settings › Integrations › API Keys.';
const EMAIL = "Enter the email of the key's owner in Copper.";

/** Both travel in headers: a line break or a letter outside ASCII would make the browser refuse every request. */
export const copperCredentials: z.ZodType<CopperCredentials> = z.object({
  apiKey: z
    .string(KEY)
    .trim()
    .min(1, KEY)
    .regex(/^[\x21-\x7e]*$/, 'An API key has no spaces and no special letters: copy it again.'),
  email: z
    .string(EMAIL)
    .trim()
    .regex(/^[\x21-\x7e]+@[\x21-\x7e]+$/, EMAIL),
  baseUrl: baseUrlSchema,
});
