import { z } from 'zod';
import { FIELDS } from '../../domain/opportunity';
import type { CrmAdapter } from '../crm';
import { read } from './database';
import { createLocalCrm } from './local-crm';

/** The CRM on this device: no account, no network. Its records outlive the connection; only the rep deletes them. */
export const localAdapter: CrmAdapter<Record<string, never>> = {
  capabilities: {
    // One person uses a device: there are no owners to choose from.
    fields: FIELDS.filter((field) => field !== 'ownerId'),
    isLossReasonRequired: false,
    canDelete: true,
  },
  credentials: z.record(z.string(), z.never()),
  requestsPerMinute: null,
  open: ({ connection }) => createLocalCrm(connection),
  /** There is nobody to ask; this shows whether the browser lets us store anything at all. */
  identify: () => read(async () => ({ accountName: '', facts: {} })),
};

/** What only a CRM that lives here can offer; the options page asks for it. */
export { loadSamples } from './samples';
export { deleteEverything, exportJson, importJson } from './transfer';
