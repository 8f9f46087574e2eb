import { z } from 'zod';

/** A number, or a text that is one: some CRMs send amounts so. `null` for a missing or an empty one. */
export const numeric = z
  .union([
    z.number(),
    z
      .string()
      .regex(/^-?\d+(\.\d+)?$/)
      .transform(Number),
    z.literal('').transform(() => null),
  ])
  .nullish()
  .transform((value) => value ?? null);
