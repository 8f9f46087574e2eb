import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect, givenOutreach } from './outreach-world';

const SPEC = join(process.cwd(), '../shared/apis/specs/outreach.trimmed.json');
const PRISM = join(process.cwd(), 'node_modules/.bin/prism');
const isThere = existsSync(SPEC) && existsSync(PRISM);
if (!isThere)
  console.warn('Skipped: Outreach’s OpenAPI document (../shared/apis/specs) or Prism is not on this machine.');

/** Not in the document: the custom fields' definitions, and the root. */
const UNDOCUMENTED = [/^\/api\/v2\/types$/, /^\/api\/v2$/];

let prism: ChildProcess | undefined;
let url = '';

/** Prism answers every request it finds nothing wrong with, and says what is wrong with the others. */
function startPrism(): Promise<string> {
  prism = spawn(PRISM, ['mock', '--port', '0', '--errors', SPEC], { stdio: ['ignore', 'pipe', 'inherit'] });
  return new Promise((resolve, reject) => {
    let said = '';
    prism?.once('error', reject);
    prism?.once('exit', () => reject(new Error(said)));
    prism?.stdout?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const [, address] = /listening on (http:\/\/[\d.:]+)/.exec(said) ?? [];
      if (address) resolve(address);
    });
  });
}

async function violationsOf(method: string, path: string, headers: Record<string, string>, body: string) {
  const sent = body === '' ? {} : { body };
  const answer = await fetch(`${url}${path.replace('/api/v2', '')}`, { method, headers, ...sent });
  return (
    answer.headers.get('sl-violations') ?? (answer.status < 400 ? null : `${answer.status} ${await answer.text()}`)
  );
}

describe.skipIf(!isThere)('Outreach’s OpenAPI document', () => {
  beforeAll(async () => void (url = await startPrism()), 60_000);
  afterAll(() => void prism?.kill());

  it('has every request of ours, and nothing against one of them', async () => {
    const fake = await givenOutreach({ doProspectsTell: false, prospectFilters: [] });
    const crm = connect(fake);
    await crm.lookup({ name: '', address: 'mara.rossi@tessella.example', domain: 'tessella.example' });
    await crm.catalog();
    await crm.listOpen();
    await crm.search({ text: 'a', filters: { owners: ['1'] }, sort: { by: 'amount', isDescending: true } }, null);
    const company = await crm.createCompany({ name: 'Lumen', domain: 'lumen.example' });
    const contact = await crm.createContact({ name: 'Ada', address: 'ada@lumen.example', companyId: company.id });
    const of = { contactId: contact.id, companyId: company.id };
    const made = await crm.createOpportunity({ title: 'Lamps', amount: 9, closeDate: '2027-01-31' }, of);
    const everything = {
      amount: 9.5,
      winProbability: 20,
      ownerId: '1',
      stageId: '12',
      tags: ['a'],
      currency: 'EUR',
      externalCreatedAt: '2026-01-02T03:04:05.000Z',
      'custom:custom3': 5,
      'custom:custom7': ['Arms'],
    } as const;
    await crm.update(made.ref.id, { ...everything, tags: ['a'], 'custom:custom7': ['Arms'] });
    await crm.update(made.ref.id, { amount: null, closeDate: null, ownerId: null, stageId: null, lossReason: null });
    await crm.addNote({ text: 'x', opportunityId: made.ref.id, contactId: contact.id, companyId: null });
    await crm.addNote({ text: 'x', opportunityId: made.ref.id, contactId: null, companyId: company.id });
    await crm.deleteOpportunity(made.ref.id);
    await crm.deleteContact(contact.id);
    await crm.deleteCompany(company.id);

    const documented = fake.requests.filter(
      ({ path }) => !UNDOCUMENTED.some((known) => known.test(path.replace(/\?.*/, ''))),
    );
    expect(documented.length).toBeGreaterThan(20);
    for (const { method, path, headers, text } of documented) {
      const kept = { 'content-type': `${headers['content-type']}`, authorization: `${headers.authorization}` };
      expect([method, path, await violationsOf(method, path, kept, text)]).toEqual([method, path, null]);
    }
  }, 60_000);

  it('has something against what is wrong, or this would prove nothing', async () => {
    const body = JSON.stringify({ data: { type: 'opportunity', id: '1', attributes: { amount: 9.5 } } });
    const headers = { 'content-type': 'application/vnd.api+json', authorization: 'Bearer x' };
    const violations = await violationsOf('PATCH', '/api/v2/opportunities/1', headers, body);
    expect(violations).toMatch(/amount must be integer.*data\.id must be integer/);
    expect(await violationsOf('GET', '/api/v2/deals', headers, '')).toMatch(/404/);
  });
});
