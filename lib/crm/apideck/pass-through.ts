import { z } from 'zod';

/**
 * What goes along with every opportunity written, for fields of one CRM that Apideck does not cover: values at paths
 * of that CRM's own request (`pass_through` of CreateOpportunityRequest).
 */
const passThrough = z.array(
  z.strictObject({
    service_id: z.string().min(1),
    operation_id: z.string().min(1).optional(),
    extend_object: z.record(z.string(), z.unknown()).optional(),
    extend_paths: z.array(z.strictObject({ path: z.string().min(1), value: z.json() })).optional(),
  }),
);
export type PassThrough = z.output<typeof passThrough>;

/** Reads the setting; empty text is an empty list, and what is none of this `null`. */
export function parsePassThrough(text: string): PassThrough | null {
  if (text.trim() === '') return [];
  try {
    return passThrough.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
