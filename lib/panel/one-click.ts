import { findDefault } from '../domain/connection';
import type { OpportunityDraft } from '../domain/edit';
import type { ConnectionId } from '../domain/opportunity';
import { findOwnOwner } from '../domain/own-owner';
import type { PanelState } from '../domain/panel-state';
import { titleFor } from '../domain/panel-state';

/** What a creation without a form starts with: a title, and the rep as its owner where the CRM knows them. */
export function oneClickDraft(state: PanelState, connection: ConnectionId | null): OpportunityDraft {
  const { sections, email } = state;
  const target = connection ?? findDefault(sections.map((section) => section.connection))?.id;
  const section = sections.find((one) => one.connection.id === target);
  const ownerId = section && findOwnOwner(section, email?.account.address ?? null);
  return { title: titleFor(state), ...(ownerId ? { ownerId } : {}) };
}
