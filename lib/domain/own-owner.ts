import { normaliseAddress } from './address';
import type { Section } from './panel-state';

/**
 * The rep among a connection's owners, who owns what they create: by the address of the connected account, else by
 * that of the mailbox. `null` where neither is among them, or the CRM has no owners to write.
 */
export function findOwnOwner(
  { capabilities, catalog, connection }: Pick<Section, 'capabilities' | 'catalog' | 'connection'>,
  mailbox: string | null,
): string | null {
  if (!capabilities.fields.includes('ownerId')) return null;
  const own = [connection.accountName, mailbox ?? ''].map(normaliseAddress).filter(Boolean);
  const owners = catalog?.owners ?? [];
  for (const address of own) {
    const owner = owners.find((one) => one.address && normaliseAddress(one.address) === address);
    if (owner) return owner.id;
  }
  return null;
}
