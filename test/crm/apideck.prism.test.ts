import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openApideck } from '../../lib/crm/apideck/index';
import type { Crm } from '../../lib/crm/crm';
import type { OpportunityPatch } from '../../lib/domain/opportunity';
import type { SearchFilters } from '../../lib/domain/search';
import { EMPTY_QUERY, SORTS } from '../../lib/domain/search';

const DOCUMENT = join(process.cwd(), '../shared/apis/specs/apideck-crm.mock.json');
const require = createRequire(import.meta.url);
const PRISM = require.resolve('@stoplight/prism-cli');
const isThere = existsSync(DOCUMENT);
if (!isThere) console.warn('Skipped: Apideck’s OpenAPI document (../shared/apis/specs) is not on this machine.');

/** Prism answers with the document's examples, and refuses requests that break it. */
async function startPrism(): Promise<{ url: string; process: ChildProcess }> {
  const child = spawn(process.execPath, [PRISM, 'mock', '-p', '0', '--errors', DOCUMENT], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NO_COLOR: '1' },
  });
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /Prism is listening on (http:\/\/\S+)/.exec(line)?.[1];
    if (url) {
      // An unread pipe would stop it once full.
      child.stdout.resume();
      return { url, process: child };
    }
  }
  throw new Error('Prism ended before it listened');
}

const HEADERS = {
  Authorization: 'Bearer key',
  'x-apideck-app-id': 'app',
  'x-apideck-consumer-id': 'acme',
  'Content-Type': 'application/json',
};

describe.runIf(isThere)('requests by Apideck’s own document', () => {
  let prism: Awaited<ReturnType<typeof startPrism>>;
  beforeAll(async () => {
    prism = await startPrism();
  }, 60_000);
  afterAll(() => void prism?.process.kill());

  /** Everything asked, with what Prism said: "PATCH /crm/opportunities/12345 200". */
  let answers: string[] = [];
  let bodies: Record<string, unknown>[] = [];
  let crm: Crm;
  beforeEach(() => {
    answers = [];
    bodies = [];
    crm = connect();
  });

  const ask = async (input: RequestInfo | URL, init?: RequestInit) => {
    const request = new Request(input, init);
    const { pathname } = new URL(request.url);
    const text = await request.clone().text();
    const response = await fetch(request);
    if (text) bodies.push(JSON.parse(text) as Record<string, unknown>);
    // What a refusal was about helps whoever reads the test's failure.
    const why = response.ok ? '' : ` ${decodeURIComponent(request.url)} ${text} ${await response.clone().text()}`;
    answers.push(`${request.method} ${pathname} ${response.status}${why}`);
    return response;
  };

  function connect(): Crm {
    const passThrough = '[{"service_id":"copper","extend_paths":[{"path":"$.nested.property","value":{"a":1}}]}]';
    const credentials = { apiKey: 'key', appId: 'app', consumerId: 'acme', serviceId: 'copper', passThrough };
    const vault = { read: () => Promise.resolve(credentials), write: () => Promise.resolve() };
    const context = { connection: 'apideck-1', credentials, fetch: ask, facts: {}, learn: () => undefined, vault };
    return openApideck(context, { baseUrl: prism.url, backoff: () => 1 });
  }

  /** The calls made, each once. Fails where Prism refused one of them. */
  function accepted(): string[] {
    expect(answers.filter((answer) => !/ 20[01]$/.test(answer))).toEqual([]);
    return [...new Set(answers.map((answer) => answer.replace(/ 20[01]$/, '')))].toSorted();
  }

  it.each([
    ['no title', { monetary_amount: 1 }, {}],
    ['an unknown member', { title: 'x', name: 'x' }, {}],
    ['a read-only id', { title: 'x', id: '1' }, {}],
    ['no consumer', { title: 'x' }, { 'x-apideck-consumer-id': '' }],
  ])('are refused with %s, or this would prove nothing', async (_, json, headers) => {
    const sent = Object.entries({ ...HEADERS, ...headers }).filter(([, value]) => value !== '');
    const init = { method: 'PATCH', headers: sent, body: JSON.stringify(json) };
    expect((await fetch(`${prism.url}/crm/opportunities/12345`, init)).status).toBe(422);
  });

  it('look somebody up', async () => {
    // The address of the document's contact.
    await crm.lookup({ name: '', address: 'elon@musk.com', domain: 'musk.com' });
    await crm.lookup({ name: '', address: 'who@else.example', domain: 'else.example' });
    expect(accepted()).toEqual(
      expect.arrayContaining(['GET /crm/companies', 'GET /crm/contacts', 'GET /crm/opportunities']),
    );
  });

  const FILTERS: SearchFilters[] = [
    { statuses: ['open'] },
    { owners: ['12345'], companies: ['12345'] },
    { amount: { min: 1, max: 1 }, winProbability: { min: 40, max: 40 } },
    { pipelines: ['1'], stages: ['2'], tags: ['New'], createdAt: { min: '2026-01-01', max: null } },
  ];
  it.each(FILTERS)('search by %j', async (filters) => {
    const page = await crm.search({ ...EMPTY_QUERY, text: 'Rocket & “co”', filters }, null);
    if (page.next !== null) await crm.search({ ...EMPTY_QUERY, text: 'Rocket & “co”', filters }, page.next);
    expect(accepted()).toEqual(['GET /crm/opportunities']);
  });

  it.each(SORTS)('search in the order of %s', async (by) => {
    for (const isDescending of [true, false]) {
      await crm.search({ text: '', filters: {}, sort: { by, isDescending } }, null);
    }
    expect(accepted()).toEqual(['GET /crm/opportunities']);
  });

  it('list and describe what there is', async () => {
    await crm.listOpen();
    await crm.catalog();
    await crm.read('12345');
    await crm.listNotes('12345');
    const lists = ['GET /crm/opportunities', 'GET /crm/opportunities/12345', 'GET /crm/pipelines', 'GET /crm/users'];
    expect(accepted()).toEqual(expect.arrayContaining(lists));
  });

  const EVERY_FIELD: OpportunityPatch = {
    title: 'Robots',
    status: 'lost',
    statusId: '12345',
    pipelineId: '12345',
    stageId: '12345',
    winProbability: 33.5,
    amount: 12_500.5,
    currency: 'GBP',
    closeDate: '2027-02-28',
    priority: 'high',
    ownerId: '12345',
    lossReasonId: '12345',
    lossReason: 'Price',
    wonReasonId: '12345',
    wonReason: 'Speed',
    sourceId: '12345',
    source: 'Fair',
    type: 'Upgrade',
    description: 'Zwei Zeilen,\n“quoted”',
    tags: ['New'],
    contactId: '12345',
    contactIds: ['12345'],
    companyId: '12345',
    leadId: '12345',
  };
  // This one can't be empty.
  const { title: _, ...clearable } = EVERY_FIELD;
  const CLEARED: OpportunityPatch = Object.fromEntries(Object.keys(clearable).map((field) => [field, null]));
  // The document's record has custom fields; one of them, another, one more of each kind.
  const CUSTOM: OpportunityPatch = {
    'custom:2389328923893298': 'changed',
    'custom:a': 1,
    'custom:b': true,
    'custom:c': ['d'],
  };

  it.each([
    ['every field', EVERY_FIELD],
    ['every field that can be cleared', CLEARED],
    ['custom fields', CUSTOM],
    ['one field', { amount: 1 }],
  ])('change %s', async (_name, patch) => {
    await crm.update('12345', patch);
    await crm.update('12345', patch, await crm.read('12345'));
    expect(accepted()).toEqual(['GET /crm/opportunities/12345', 'PATCH /crm/opportunities/12345']);
    for (const body of bodies) {
      expect(body).toMatchObject({ title: expect.any(String), pass_through: [{ service_id: 'copper' }] });
    }
  });

  it('create and delete', async () => {
    const { title = '', ...rest } = EVERY_FIELD;
    const context = { contactId: '12345', companyId: '12345' };
    await crm.createOpportunity({ title, ...rest, ...CUSTOM }, context);
    await crm.createOpportunity({ title }, { ...context, companyId: null });
    await crm.createContact({ name: 'Ada Byron', address: 'ada@lumen.example', companyId: '12345' });
    await crm.createContact({ name: '', address: 'kim@gmail.com', companyId: null });
    await crm.createCompany({ name: 'Lumen', domain: 'lumen.example' });
    await crm.addNote({ text: 'Called,\n“yes”', opportunityId: '12345', contactId: '12345', companyId: '12345' });
    await crm.deleteOpportunity('12345');
    await crm.deleteContact('12345');
    await crm.deleteCompany('12345');
    expect(accepted()).toEqual(
      expect.arrayContaining([
        'DELETE /crm/companies/12345',
        'DELETE /crm/contacts/12345',
        'DELETE /crm/opportunities/12345',
        'POST /crm/companies',
        'POST /crm/contacts',
        'POST /crm/notes',
        'POST /crm/opportunities',
      ]),
    );
  });
});
