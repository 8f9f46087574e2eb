import { describe, expect, it } from 'vitest';
import { findOwnOwner } from '../../lib/domain/own-owner';
import { EMPTY_CATALOG } from '../../lib/domain/pipeline';
import { CAPABILITIES, CONNECTION } from '../store/scripted-crm';

const owners = [
  { id: '1', name: 'Jo Keller', address: 'Jo.Keller@Northwind.example' },
  { id: '2', name: 'Sam Lind', address: 'sam@northwind.example' },
  { id: '3', name: 'Nobody' },
];
const section = (accountName: string) => ({
  connection: { ...CONNECTION, accountName },
  capabilities: CAPABILITIES,
  catalog: { ...EMPTY_CATALOG, owners },
});

describe('the rep among the owners', () => {
  it.each([
    ['by the connected account, whatever the mailbox', 'sam@northwind.example', 'jo.keller@northwind.example', '2'],
    ['by the mailbox, where the account does not tell', '', 'jo.keller@northwind.example', '1'],
    ['by the mailbox, where the account is no owner', 'acme · copper', 'sam@northwind.example', '2'],
    ['is nobody by strangers’ addresses', 'who@else.example', 'me@gmail.com', null],
    ['is nobody by no address', '', null, null],
  ])('%s', (_, accountName, mailbox, owner) => expect(findOwnOwner(section(accountName), mailbox)).toBe(owner));

  it('is nobody where owners can’t be written, or are not known yet', () => {
    const capabilities = { ...CAPABILITIES, fields: ['title'] as const };
    expect(findOwnOwner({ ...section('sam@northwind.example'), capabilities }, null)).toBeNull();
    expect(findOwnOwner({ ...section('sam@northwind.example'), catalog: null }, null)).toBeNull();
  });
});
