import { describe, expect, it } from 'vitest';
import { apideckCredentials, headersOf } from '../../lib/crm/apideck/credentials';
import { parsePassThrough } from '../../lib/crm/apideck/pass-through';

const OWN = { apiKey: 'sk_live_1', appId: 'app', consumerId: 'acme' };
const STORED = { ...OWN, serviceId: '', passThrough: '' };
const PROXY = 'https://proxy.example/apideck';
const PASS_THROUGH = '[{"service_id":"copper","extend_paths":[{"path":"$.nested.property","value":{"a":[1]}}]}]';

describe('Apideck credentials', () => {
  it.each<[string, object, object]>([
    ['a key with its application and a consumer', OWN, STORED],
    ['trimmed', { ...OWN, apiKey: ' sk_live_1\n', serviceId: ' copper ' }, { ...STORED, serviceId: 'copper' }],
    ['those of a consumer with blanks', { ...OWN, consumerId: 'Acme Ltd' }, { ...STORED, consumerId: 'Acme Ltd' }],
    ['all of it', { ...OWN, passThrough: PASS_THROUGH, baseUrl: '' }, { ...STORED, passThrough: PASS_THROUGH }],
    [
      'a proxy that adds key and application',
      { apiKey: '', appId: '', consumerId: 'acme', baseUrl: `${PROXY}/` },
      { ...STORED, apiKey: '', appId: '', baseUrl: PROXY },
    ],
  ])('are %s', (_, typed, stored) => {
    expect(apideckCredentials.parse(typed)).toEqual(stored);
    expect(apideckCredentials.parse(apideckCredentials.parse(typed))).toEqual(stored);
  });

  it.each<[string, object, string, RegExp]>([
    ['without a key', { ...OWN, apiKey: '' }, 'apiKey', /API key/],
    ['without an application', { ...OWN, appId: ' ' }, 'appId', /application ID/],
    ['without a consumer', { ...OWN, consumerId: '' }, 'consumerId', /consumer/],
    ['a proxy without a consumer', { baseUrl: PROXY, consumerId: '' }, 'consumerId', /consumer/],
    ['a key of two lines', { ...OWN, apiKey: 'a\nb' }, 'apiKey', /copy them again/],
    ['a letter no header takes', { ...OWN, consumerId: 'Łódź' }, 'consumerId', /copy them again/],
    ['a proxy without https', { ...OWN, baseUrl: 'http://proxy.example' }, 'baseUrl', /https/],
    ['pass-through that is no JSON', { ...OWN, passThrough: '{' }, 'passThrough', /JSON list/],
    ['pass-through that is no list', { ...OWN, passThrough: '{}' }, 'passThrough', /JSON list/],
    ['pass-through for no service', { ...OWN, passThrough: '[{"extend_paths":[]}]' }, 'passThrough', /JSON list/],
    [
      'pass-through with an unknown member',
      { ...OWN, passThrough: '[{"service_id":"x","paths":[]}]' },
      'passThrough',
      /JSON list/,
    ],
  ])('are not %s', (_, typed, field, sentence) => {
    const issue = apideckCredentials.safeParse(typed).error?.issues[0];
    expect(issue?.path).toEqual([field]);
    expect(issue?.message).toMatch(sentence);
  });

  it('become the headers of every call, empty ones left out', () => {
    expect(headersOf({ ...STORED, serviceId: 'copper' })).toEqual({
      Authorization: 'Bearer sk_live_1',
      'x-apideck-app-id': 'app',
      'x-apideck-consumer-id': 'acme',
      'x-apideck-service-id': 'copper',
      'Content-Type': 'application/json',
    });
    expect(headersOf({ ...STORED, apiKey: '', appId: '' })).toEqual({
      'x-apideck-consumer-id': 'acme',
      'Content-Type': 'application/json',
    });
  });

  it('read the pass-through they keep as text', () => {
    expect(parsePassThrough(PASS_THROUGH)).toEqual(JSON.parse(PASS_THROUGH));
    expect(parsePassThrough(' ')).toEqual([]);
  });
});
