import type { ConnectionId, StandardField, Status } from './opportunity';
import type { FilterName, SortName } from './search';

/** The CRMs Dealside knows; `lib/crm/catalog.ts` describes them, `lib/crm/adapters.ts` implements them. */
export type CrmId = 'local' | 'copper' | 'outreach' | 'apideck';

/** What a connection can do; the panel shows exactly that. */
export interface Capabilities {
  /** Fields that can be written; those missing here are shown where they have a value, and never edited. */
  fields: readonly StandardField[];
  /** The statuses that can be set; none where the CRM's status follows from something else. */
  statuses: readonly Status[];
  /** Whether the CRM insists on a loss reason with `lost`. */
  isLossReasonRequired: boolean;
  /** Whether an opportunity can be deleted, which undoing a creation needs. */
  canDelete: boolean;
  /**
   * Where a note goes: to the opportunity itself, or (Outreach) to its contact, from where the CRM shows it with the
   * opportunity changed last; `null` where there are no notes.
   */
  notes: 'opportunity' | 'contact' | null;
  /** Whether an opportunity's notes can be listed. */
  canListNotes: boolean;
  /** What a search can be narrowed by; the text always works. */
  filters: readonly FilterName[];
  /** What a search can be sorted by. */
  sorts: readonly SortName[];
}

/** What a connection can do: its CRM's capabilities, less what the account was found not to offer. */
export function withLimits(capabilities: Capabilities, limits: Partial<Capabilities> = {}): Capabilities {
  return { ...capabilities, ...limits };
}

/** A connected CRM account as everyone may see it: nothing of its credentials. */
export interface Connection {
  id: ConnectionId;
  crm: CrmId;
  /** What the rep calls it; the CRM's own name unless renamed. */
  label: string;
  /** Whose account it is ("jo@acme.com"); empty for the local CRM, and where the CRM does not tell. */
  accountName: string;
  /** Host permissions it needs, as match patterns: the CRM's own, or those of the proxy it is reached through. */
  origins: readonly string[];
  /** Epoch milliseconds. */
  connectedAt: number;
  /** True once the rep chose it for new opportunities. */
  isDefault: boolean;
}

/**
 * Where a new opportunity goes unless the rep says otherwise: the connection chosen for it, else the one connected
 * last, a CRM before the records on this device.
 */
export function findDefault(connections: readonly Connection[]): Connection | undefined {
  return (
    connections.find(({ isDefault }) => isDefault) ??
    connections.findLast(({ crm }) => crm !== 'local') ??
    connections.at(-1)
  );
}
