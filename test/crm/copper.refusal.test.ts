import { describe, expect, it } from 'vitest';
import { isUnknownAttribute, readRefusal } from '../../lib/crm/copper/refusal';

const ROUTE = 'PUT /opportunities/{id}';
const body = (message: unknown) => ({ success: false, status: 422, message });

describe('a refusal', () => {
  it.each([
    ["Invalid input: Validation errors: Name: can't be blank", "Name can't be blank", 'title'],
    [
      'Invalid input: Validation errors: Win Probability: must be between 0 and 100',
      'Win Probability must be between 0 and 100',
      'winProbability',
    ],
    ['Invalid input: Validation errors: Pipeline Stage: is invalid', 'Pipeline Stage is invalid', 'stageId'],
    ['Invalid input: Validation errors: Close Date: is not a date', 'Close Date is not a date', 'closeDate'],
    ['Invalid input: Validation errors: Monetary Value: is not a number', 'Monetary Value is not a number', 'amount'],
    ['Invalid input: Validation errors: Loss Reason: is required', 'Loss Reason is required', 'lossReasonId'],
    [
      'Invalid input: Validation errors: Assignee Id: Invalid value for Assignee Id: IDs must be positive integers: test',
      'Invalid value for Assignee Id: IDs must be positive integers: test',
      'ownerId',
    ],
    ["Primary Contact: can't be blank", "Primary Contact can't be blank", 'contactId'],
    ['Custom Fields: Discount must be an integer', 'Discount must be an integer', null],
    [
      'Invalid input: Validation errors: Base: Unrecognized attributes specified: pageSize',
      'Unrecognized attributes specified: pageSize',
      null,
    ],
    ["Invalid input: Validation errors: Base: odd\nName: can't be blank\n", "odd; Name can't be blank", 'title'],
    ['Something else', 'Something else', null],
    ['constructor: no', 'constructor: no', null],
    ['', '', null],
  ])('%j reads as %j about %j', (message, reason, field) => {
    expect(readRefusal(body(message), ROUTE)).toEqual({ reason, field });
  });

  it('of a bulk call stands in another member', () => {
    expect(readRefusal({ error: 'Request size too large, limit is 10' }, ROUTE).reason).toBe(
      'Request size too large, limit is 10',
    );
  });

  it('names a field of opportunities only', () => {
    expect(readRefusal(body("Name: can't be blank"), 'POST /people').field).toBeNull();
  });

  it.each([undefined, null, 'text', 5, [], {}, body({ name: [{ error: 'invalid' }] })])('survives %j', (odd) => {
    expect(readRefusal(odd, ROUTE)).toEqual({ reason: '', field: null });
  });

  it('is shortened and stripped of control characters', () => {
    expect(readRefusal(body(`a\u0007b${'x'.repeat(5_000)}`), ROUTE).reason).toMatch(/^a bx{297}$/);
  });

  it('tells an attribute this account does not know', () => {
    expect(isUnknownAttribute('Unrecognized attributes specified: primary_contact_ids')).toBe(true);
    expect(isUnknownAttribute("Name can't be blank")).toBe(false);
  });
});
