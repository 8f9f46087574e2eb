import { describe, expect, it } from 'vitest';
import { readRefusal } from '../../lib/crm/apideck/refusal';

const ROUTE = 'PATCH /crm/opportunities/{id}';
const error = (message: string, detail?: unknown, more: object = {}) => ({
  status_code: 400,
  error: 'Bad Request',
  type_name: 'RequestValidationError',
  message,
  detail,
  ref: 'https://developers.apideck.com/errors#requestvalidationerror',
  ...more,
});

describe('a refusal of Apideck', () => {
  it.each<[string, unknown, object]>([
    [
      'is the sentence of its detail',
      error('Invalid Params', 'Missing property title'),
      { reason: 'Missing property title', field: 'title' },
    ],
    [
      'is message and detail, where the detail is no sentence',
      error('Invalid Params', { missing: [{ pipeline_stage_id: 'required' }] }),
      { reason: 'Invalid Params: pipeline_stage_id required', field: 'stageId' },
    ],
    [
      'is the message where there is no detail',
      error('Unknown OpportunityId'),
      { reason: 'Unknown OpportunityId', field: null },
    ],
    [
      'is what the CRM behind it said',
      error('Failed to execute connector', 'Downstream', {
        type_name: 'ConnectorExecutionError',
        downstream_errors: [{ message: 'Field close_date must be in the future', detail: '', code: '42' }],
      }),
      { reason: 'Field close_date must be in the future', field: 'closeDate' },
    ],
    [
      'names a field that is quoted',
      error('No', "The property 'monetary_amount' has to be a number"),
      { reason: "The property 'monetary_amount' has to be a number", field: 'amount' },
    ],
    [
      'names a field at a path',
      error('No', { 'request.body.status': 'is not one of them' }),
      { reason: 'is not one of them', field: 'status' },
    ],
    [
      'names a field spelt out',
      error('No', 'Downstream', { downstream_errors: [{ message: 'Loss Reason: is required' }] }),
      { reason: 'Loss Reason: is required', field: 'lossReasonId' },
    ],
    [
      'names a field of several words among others',
      error('No', 'A win probability of 120 is not possible'),
      { reason: 'A win probability of 120 is not possible', field: 'winProbability' },
    ],
    [
      'names the status before a colon',
      error('No', 'Status: is not included in the list'),
      { reason: 'Status: is not included in the list', field: 'status' },
    ],
    [
      'names no field for a word of prose',
      error('No', 'You have no permission for that type of record'),
      { reason: 'You have no permission for that type of record', field: null },
    ],
    [
      'names no field that is none of ours',
      error('No', { constructor: 'is not allowed here' }),
      { reason: 'is not allowed here', field: null },
    ],
    ['has no line breaks', error('No\r\nway at all'), { reason: 'No  way at all', field: null }],
    ['may say nothing', {}, { reason: '', field: null }],
    ['may be a page', '<h1>', { reason: '', field: null }],
    ['may be empty', undefined, { reason: '', field: null }],
    ['may be of strange types', error('No', [1, null, [true]], { message: 7 }), { reason: '', field: null }],
  ])('%s', (_, body, expected) => {
    expect(readRefusal(body, ROUTE)).toEqual(expected);
  });

  it('about other records names no field of the opportunity', () => {
    expect(readRefusal(error('No', 'Missing property title'), 'POST /crm/notes').field).toBeNull();
  });

  it('is cut where it is long, and survives what nests without end', () => {
    expect(readRefusal(error('x'.repeat(9999)), ROUTE).reason).toHaveLength(300);
    const deep = Array.from({ length: 5000 }).reduce<unknown>((inner) => ({ inner }), 'end of it all');
    expect(readRefusal(error('Deep', deep), ROUTE)).toEqual({ reason: 'Deep', field: null });
  });
});
