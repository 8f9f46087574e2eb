import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from '@playwright/test';
import { BUILD, readManifest } from './harness/build.ts';

test('installing asks for Gmail and for nothing of a CRM', () => {
  const manifest = readManifest();

  expect(manifest.manifest_version).toBe(3);
  expect(manifest.permissions.toSorted()).toEqual(['alarms', 'sidePanel', 'storage']);
  expect(manifest.host_permissions).toEqual(['https://mail.google.com/*']);
  expect(manifest.optional_host_permissions).toEqual(['https://api.copper.com/*']);
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

test('extension pages run their own scripts only and may reach the CRMs of the catalog only', () => {
  expect(readManifest().content_security_policy).toEqual({
    extension_pages:
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src https://api.copper.com; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  });
});

test('the panel opens by the toolbar button and by Alt+Shift+D', () => {
  const manifest = readManifest();

  expect(manifest.side_panel).toEqual({ default_path: 'sidepanel.html' });
  expect(manifest.commands).toEqual({ _execute_action: { suggested_key: { default: 'Alt+Shift+D' } } });
  expect(Number(manifest.minimum_chrome_version)).toBeGreaterThanOrEqual(116);
});
