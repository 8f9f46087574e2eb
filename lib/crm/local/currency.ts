const EURO_REGIONS = 'AD AT BE BG CY DE EE ES FI FR GR HR IE IT LT LU LV MC ME MT NL PT SI SK SM VA XK'.split(' ');

/** Regions outside the euro, with the currency their firms quote in. */
const CURRENCY_BY_REGION = new Map(
  `AE:AED AR:ARS AU:AUD BR:BRL CA:CAD CH:CHF CL:CLP CN:CNY CO:COP CZ:CZK DK:DKK EG:EGP GB:GBP HK:HKD HU:HUF
  ID:IDR IL:ILS IN:INR IS:ISK JP:JPY KE:KES KR:KRW LI:CHF MX:MXN MY:MYR NG:NGN NO:NOK NZ:NZD PE:PEN PH:PHP
  PL:PLN RO:RON RS:RSD SA:SAR SE:SEK SG:SGD TH:THB TR:TRY TW:TWD UA:UAH VN:VND ZA:ZAR`
    .split(/\s+/)
    .map((pair) => [pair.slice(0, 2), pair.slice(3)]),
);

/**
 * ISO 4217 code for a browser language (`de-AT` → `EUR`); a language without region counts for its most likely one.
 * `USD` where nothing is known. Only a start: the database keeps the code it was made with.
 */
export function currencyOfLanguage(language: string): string {
  const region = regionOf(language);
  if (region === undefined) return 'USD';
  if (EURO_REGIONS.includes(region)) return 'EUR';
  return CURRENCY_BY_REGION.get(region) ?? 'USD';
}

function regionOf(language: string): string | undefined {
  try {
    return new Intl.Locale(language).maximize().region;
  } catch {
    return undefined; // Not a language tag, such as the `C` of some Linux set-ups.
  }
}
