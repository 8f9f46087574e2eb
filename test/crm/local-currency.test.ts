import { expect, it } from 'vitest';
import { currencyOfLanguage } from '../../lib/crm/local/currency';

it.each([
  ['de-AT', 'EUR'],
  ['it', 'EUR'],
  ['en-GB', 'GBP'],
  ['en', 'USD'],
  ['de-CH', 'CHF'],
  ['ja', 'JPY'],
  ['zh-Hant-TW', 'TWD'],
  ['en-ZZ', 'USD'],
  ['C', 'USD'],
  ['', 'USD'],
])('starts a browser in %j with %s', (language, currency) => {
  expect(currencyOfLanguage(language)).toBe(currency);
});
