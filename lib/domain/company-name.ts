/** Second-level labels under which companies register in many countries: `acme.co.uk`, `acme.com.br`. */
const SHARED_SECOND_LEVEL = new Set(['co', 'com', 'org', 'net', 'ac', 'edu', 'gov', 'ne', 'or', 'gob', 'gouv']);

/**
 * A readable company name from a mail domain: `acme-robotics.co.uk` → "Acme Robotics". A first guess for a company
 * the CRM does not know; the rep can rename it there.
 */
export function companyNameOf(domain: string): string {
  const labels = domain.split('.').filter(Boolean);
  const isCountry = labels.length > 2 && SHARED_SECOND_LEVEL.has(labels.at(-2) ?? '');
  const name = labels.at(isCountry ? -3 : -2) ?? domain;
  return name
    .split(/[-_]+/)
    .filter(Boolean)
    .map((word) => word.charAt(0).toLocaleUpperCase('en') + word.slice(1))
    .join(' ');
}
