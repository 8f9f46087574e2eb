import type { ConnectionId, Field } from './opportunity';

/** The CRMs Dealside knows; `lib/crm/catalog.ts` describes them, `lib/crm/adapters.ts` implements them. */
export type CrmId = 'local' | 'copper';

/** What a connection can do; the panel shows exactly that. */
export interface Capabilities {
  /** Fields this CRM has; those missing here are not shown. */
  fields: readonly Field[];
  /** Whether the CRM insists on a loss reason with `lost`. */
  isLossReasonRequired: boolean;
  /** Whether an opportunity can be deleted, which undoing a creation needs. */
  canDelete: boolean;
}

/** A connected CRM account as everyone may see it: nothing of its credentials. */
export interface Connection {
  id: ConnectionId;
  crm: CrmId;
  /** "Copper", "On this device". */
  label: string;
  /** Whose account it is ("jo@acme.com"); empty for the local CRM. */
  accountName: string;
  /** Epoch milliseconds. */
  connectedAt: number;
}
