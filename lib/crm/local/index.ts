import { z } from 'zod';
import { STATUSES } from '../../domain/opportunity';
import type { CrmAdapter } from '../crm';
import { read } from './database';
import { createLocalCrm } from './local-crm';
import { KEPT_FIELDS } from './records';
import { LOCAL_FILTERS, LOCAL_SORTS } from './search';

/** The CRM on this device: no account, no network. Its records outlive the connection; only the rep deletes them. */
export const localAdapter: CrmAdapter<Record<string, never>> = {
  capabilities: {
    fields: KEPT_FIELDS,
    statuses: STATUSES,
    isLossReasonRequired: false,
    canDelete: true,
    notes: 'opportunity',
    canListNotes: true,
    filters: LOCAL_FILTERS,
    sorts: LOCAL_SORTS,
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
