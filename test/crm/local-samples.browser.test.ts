import { deleteDB } from 'idb';
import { beforeEach, expect, it } from 'vitest';
import { exportJson, importJson, loadSamples } from '../../lib/crm/local';
import { DATABASE } from '../../lib/crm/local/database';
import { createLocalCrm } from '../../lib/crm/local/local-crm';

const NOW = Date.UTC(2026, 10, 20, 9);
const MARA = { name: 'Mara Rossi', address: 'mara.rossi@tessella.example', domain: 'tessella.example' };
const crm = createLocalCrm('local-1', () => NOW);

beforeEach(() => deleteDB(DATABASE));

it("shows Mara's deals and her colleague's", async () => {
  await loadSamples(NOW);
  const { contact, company, matches } = await crm.lookup(MARA);
  expect(contact).toMatchObject({ name: 'Mara Rossi', companyName: 'Tessella' });
  expect(company).toMatchObject({ name: 'Tessella', domain: 'tessella.example' });
  const seen = matches.map(({ reason, opportunity: { title, amount, currency, status, closeDate } }) => ({
    reason,
    title,
    amount,
    currency,
    status,
    closeDate,
  }));
  expect(seen).toEqual([
    {
      reason: 'primary-contact',
      title: 'Lab robots, phase 2',
      amount: 84_000,
      currency: 'EUR',
      status: 'open',
      closeDate: '2026-12-11',
    },
    {
      reason: 'primary-contact',
      title: 'Maintenance 2027',
      amount: 12_500,
      currency: 'EUR',
      status: 'open',
      closeDate: '2026-11-15',
    },
    {
      reason: 'same-company',
      title: 'Operator training',
      amount: 3_800,
      currency: 'EUR',
      status: 'open',
      closeDate: '2027-01-04',
    },
    {
      reason: 'primary-contact',
      title: 'Pilot, one arm',
      amount: 6_200,
      currency: 'EUR',
      status: 'won',
      closeDate: '2026-03-04',
    },
  ]);
});

it('counts Ben as a further contact of what is being decided with him', async () => {
  await loadSamples(NOW);
  const { matches } = await crm.lookup({ name: '', address: 'ben.okafor@tessella.example', domain: null });
  const reasons = Object.fromEntries(matches.map(({ reason, opportunity }) => [opportunity.title, reason]));
  expect(reasons).toMatchObject({ 'Operator training': 'primary-contact', 'Lab robots, phase 2': 'related-contact' });
});

it('fills both pipelines, at example domains only', async () => {
  await loadSamples(NOW);
  const { opportunities } = await crm.listOpen();
  expect(new Set(opportunities.map(({ pipelineId }) => pipelineId))).toEqual(
    new Set(['sales', 'business-development']),
  );
  const addresses = (await exportJson()).match(/[\w.]+@[\w.]+/g) ?? [];
  expect(addresses.length).toBeGreaterThan(4);
  expect(addresses.filter((address) => !address.endsWith('.example'))).toEqual([]);
});

it('can be exported and imported like any data', async () => {
  await loadSamples(NOW);
  const exported = await exportJson();
  await importJson(exported);
  expect(await exportJson()).toBe(exported);
});

it('neither doubles nor resets what was loaded before', async () => {
  await loadSamples(NOW);
  await crm.update('sample-lab-robots', { amount: 1 });
  const before = await exportJson();
  await Promise.all([loadSamples(NOW + 86_400_000), loadSamples(NOW)]);
  expect(await exportJson()).toBe(before);
});

it('restores what was deleted', async () => {
  await loadSamples(NOW);
  const before = await exportJson();
  await crm.deleteOpportunity('sample-pilot');
  await loadSamples(NOW);
  expect(await exportJson()).toBe(before);
});

it('uses the contact and the company the rep had made before', async () => {
  const company = await crm.createCompany({ name: 'Tessella GmbH', domain: MARA.domain });
  const mara = await crm.createContact({ ...MARA, companyId: company.id });
  await loadSamples(NOW);
  const { contact, matches } = await crm.lookup(MARA);
  expect(contact).toEqual(mara);
  expect(matches).toHaveLength(4);
  expect(matches.every(({ opportunity }) => opportunity.companyName === 'Tessella GmbH')).toBe(true);
});
