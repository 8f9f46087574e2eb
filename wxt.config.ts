import { preact } from '@preact/preset-vite';
import { defineConfig } from 'wxt';
import { OPTIONAL_ORIGINS } from './lib/crm/catalog';

/** Pages and worker may reach the CRMs of the catalog and nothing else, whatever the code says. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  `connect-src ${OPTIONAL_ORIGINS.map((origin) => new URL(origin).origin).join(' ')}`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

export default defineConfig({
  imports: false,
  outDir: '.output',
  vite: () => ({ plugins: [preact()] }),
  manifest: ({ browser, command }) => ({
    name: 'Dealside',
    description: 'Your CRM beside your mail: see and move the opportunities of whoever wrote the open email.',
    // light-dark() in the style sheets; the side panel alone would do with 116.
    ...(browser === 'chrome' ? { minimum_chrome_version: '123' } : {}),
    permissions: ['storage', 'alarms', ...(browser === 'chrome' ? ['sidePanel'] : [])],
    host_permissions: ['https://mail.google.com/*'],
    // Asked for in the Connect click: installing gives no CRM's host away.
    optional_host_permissions: OPTIONAL_ORIGINS,
    // Not while developing: the dev server's styles and socket come from http://localhost.
    ...(command === 'build' ? { content_security_policy: { extension_pages: POLICY } } : {}),
    action: { default_title: 'Dealside' },
    commands: { _execute_action: { suggested_key: { default: 'Alt+Shift+D' } } },
    ...(browser === 'firefox'
      ? { browser_specific_settings: { gecko: { id: 'dealside@dealside.example', strict_min_version: '128.0' } } }
      : {}),
  }),
});
