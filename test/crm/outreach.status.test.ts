import { describe, expect, it } from 'vitest';
import { deriveStatus } from '../../lib/crm/outreach/status';
import { wireOpportunity, wireStage } from '../../lib/crm/outreach/wire';

describe('a status', () => {
  const stage = (name: string, isClosed?: boolean) => wireStage.parse({ id: 3, attributes: { name, isClosed } });
  const record = (attributes: object = {}) => wireOpportunity.parse({ id: 1, attributes });

  it.each<[string, ReturnType<typeof stage>, object, string]>([
    ['open in an open stage', stage('Discovery', false), {}, 'open'],
    [
      'open in an open stage, whatever the rest says',
      stage('Won?', false),
      { probability: 100, lostReason: 'x' },
      'open',
    ],
    ['won by the name of a closed stage', stage('Closed Won', true), { probability: 40, lostReason: 'x' }, 'won'],
    ['lost by the name of a closed stage', stage('6 - CLOSED LOST', true), { probability: 40 }, 'lost'],
    ['lost where it was not won', stage('Closed - Not Won', true), { probability: 0 }, 'lost'],
    ['lost where it was not won, in a word', stage('Closed/Unwon', true), {}, 'lost'],
    ['lost where it was not won, in German', stage('Nicht gewonnen', true), {}, 'lost'],
    ['lost though it had been won', stage('Closed Lost (was Won)', true), { probability: 0 }, 'lost'],
    ['not lost where the name says so', stage('Closed, not lost', true), { probability: 100 }, 'won'],
    ['closed where a name that says won contradicts', stage('Closed Won', true), { probability: 0 }, 'closed'],
    ['closed where a name that says lost contradicts', stage('Closed Lost', true), { probability: 100 }, 'closed'],
    ['closed where it was not won, for sure', stage('Not Won'), { probability: 100 }, 'closed'],
    ['won by the probability', stage('Done', true), { probability: 100 }, 'won'],
    ['lost by the probability', stage('Done', true), { probability: 0 }, 'lost'],
    ['lost by a reason', stage('Done', true), { probability: 40, lostReason: 'Price' }, 'lost'],
    ['closed where nothing tells how', stage('Done', true), { probability: 40 }, 'closed'],
    ['won by the name where Outreach does not say whether it is closed', stage('Won'), {}, 'won'],
    ['unknown where only the name could tell', stage('Somewhere'), { probability: 100 }, ''],
  ])('is %s', (_, at, attributes, status) => {
    expect(deriveStatus(record(attributes), '3', at)).toBe(status);
  });

  it('is open without a stage, lost with a reason, and unknown for a stage nobody can see', () => {
    expect(deriveStatus(record(), null, undefined)).toBe('open');
    expect(deriveStatus(record({ lostReason: 'Price' }), null, undefined)).toBe('lost');
    expect(deriveStatus(record({ probability: 100 }), '3', undefined)).toBe('');
  });
});
