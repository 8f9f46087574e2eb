import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from '@playwright/test';
import { BUILD, readManifest } from './harness/build.ts';

test('installing asks for Gmail and for nothing of a CRM', () => {
  const manifest = readManifest();

  expect(manifest.manifest_version).toBe(3);
  expect(manifest.permissions.toSorted()).toEqual(['alarms', 'identity', 'sidePanel', 'storage']);
  expect(manifest.host_permissions).toEqual(['https://mail.google.com/*']);
  expect(manifest.optional_host_permissions).toEqual([
    'https://api.copper.com/*',
    'https://api.outreach.io/*',
    'https://unify.apideck.com/*',
    'https://*/*',
  ]);
  expect(manifest).not.toHaveProperty('optional_permissions');
  expect(manifest).not.toHaveProperty('externally_connectable');
  expect(manifest).not.toHaveProperty('web_accessible_resources');
});

test('one content script runs, in Gmail only', () => {
  expect(readManifest().content_scripts).toEqual([
    { matches: ['https://mail.google.com/mail/*'], run_at: 'document_idle', js: ['content-scripts/gmail.js'] },
  ]);
});

test('what runs in Gmail stays small: 5 kB compressed, with neither schemas nor polyfill', () => {
  const script = readFileSync(join(BUILD, 'content-scripts/gmail.js'));
  expect(gzipSync(script, { level: 9 }).length).toBeLessThanOrEqual(5 * 1024);
});

test('what the panel loads before its first paint stays small: 40 kB of scripts, compressed', () => {
  const html = readFileSync(join(BUILD, 'sidepanel.html'), 'utf8');
  const scripts = [...html.matchAll(/(?:src|href)="(\/chunks\/[^"]+\.js)"/g)].map(([, path]) => path ?? '');
  expect(scripts.length).toBeGreaterThan(1);
  const sizes = scripts.map((path) => gzipSync(readFileSync(join(BUILD, path)), { level: 9 }).length);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(40 * 1024);
});

test('the worker may reach https hosts only, and scripts are our own', () => {
  expect(readManifest().content_security_policy).toEqual({
    extension_pages:
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src https:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  });
});

for (const page of ['sidepanel.html', 'options.html']) {
  test(`${page} may reach no host: its policy says so before anything of it runs`, () => {
    const html = readFileSync(join(BUILD, page), 'utf8').replaceAll('&#39;', "'");
    const policy = html.indexOf(`<meta http-equiv="Content-Security-Policy" content="connect-src 'none'">`);
    expect(policy).toBeGreaterThan(0);
    expect(policy).toBeLessThan(html.search(/<script|<link/));
  });
}

test('the id is the same wherever it is loaded from: Outreach apps hold it in their redirect address', () => {
  const der = Buffer.from(String(readManifest().key), 'base64');
  // Chrome's id: the first 16 bytes of the key's SHA-256, each hexadecimal digit as a letter from a to p.
  const digits = createHash('sha256').update(der).digest('hex').slice(0, 32);
  const id = digits.replace(/./g, (digit) => String.fromCodePoint(97 + Number.parseInt(digit, 16)));
  expect(id).toBe('opgmamfehjpfimegpahkppfebhjhjjhj');
});

test('the panel opens by the toolbar button and by Alt+Shift+D', () => {
  const manifest = readManifest();

  expect(manifest.side_panel).toEqual({ default_path: 'sidepanel.html' });
  expect(manifest.commands).toEqual({ _execute_action: { suggested_key: { default: 'Alt+Shift+D' } } });
  expect(Number(manifest.minimum_chrome_version)).toBeGreaterThanOrEqual(116);
});
