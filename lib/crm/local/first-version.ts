import type { z } from 'zod';
import type { OpportunityRecord } from './records';
import { opportunitySchema } from './records';

/** An opportunity as version 1 of the database and of the export held it: without next step and notes. */
export const firstOpportunitySchema = opportunitySchema.omit({ nextStep: true, notes: true });

/** The record as it is kept today. */
export function fromFirstVersion(record: z.output<typeof firstOpportunitySchema>): OpportunityRecord {
  return { nextStep: null, notes: [], ...record };
}
