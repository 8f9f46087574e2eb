import { fileURLToPath } from 'node:url';
import { preact } from '@preact/preset-vite';
import type { Plugin } from 'vite';
import { defineConfig } from 'wxt';
import { OPTIONAL_ORIGINS } from './lib/crm/catalog';

/**
 * Makes the extension's id the same wherever it is loaded from: the redirect address that reps register in their
 * Outreach app holds the id. A public key, and all that is needed: the private one would only sign a .crx of our own,
 * and was not kept. Chrome only; Firefox derives its redirect address from the id below.
 */
const KEY =
  'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAzkIes0Low08BV3EtnzAId0A2Z8IGMpxokcU+IFBBvXm7kxOu/G+TinG2HUCr8w+STo39A8zCGjIMJmPKPcKUgqqdpscVhx2corislaNovgWP9W6emwjexxLHjsTDR0tVsVNFPNd9/53AeFrvR+zsVnRO7kWDf8wmzrnhzlO5XclI6s8dIYwEe1ROwur4wwwmowWAaH2b9kqDYBbQ1CVSTdTJNjPXTISUFNMe7ZQeQ1U5ck3KlGwB5lwNPMEGkx84Ifc5zO+EOXlYv/bR+O7FfnYCn56/RGy5uUbQe+Oh8lGUdAJ6rVRSEwBFQ5FzYfw1bjxdY8HXGavW0AUJ537MCwIDAQAB';

/**
 * What the worker and the pages may load and reach. The worker reaches the CRMs of the catalog, and proxies on hosts
 * nobody knows beforehand; the host permissions, and the connection's own list of origins, hold it to those the rep
 * allowed. Pages reach nothing: see `closePages`.
 */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  'connect-src https:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/**
 * Adds to every page what the manifest can't say of pages alone: they talk to the worker and to no host at all, so
 * that whatever ran in a page could send nothing away. Policies only add up to stricter ones. Not while developing:
 * the dev server's socket is a connection too.
 */
function closePages(): Plugin {
  const attrs = { 'http-equiv': 'Content-Security-Policy', content: "connect-src 'none'" };
  return {
    name: 'close-pages',
    apply: 'build',
    transformIndexHtml: () => [{ tag: 'meta', attrs, injectTo: 'head-prepend' }],
  };
}

const scriptContext = fileURLToPath(new URL('./lib/gmail/script-context.ts', import.meta.url));

export default defineConfig({
  imports: false,
  outDir: '.output',
  vite: () => ({
    plugins: [preact(), closePages()],
    resolve: { alias: { 'wxt/utils/content-script-context': scriptContext } },
  }),
  manifest: ({ browser, command }) => ({
    name: 'Dealside',
    description: 'Your CRM beside your mail: see and move the opportunities of whoever wrote the open email.',
    // light-dark() in the style sheets; the side panel alone would do with 116.
    ...(browser === 'chrome' ? { minimum_chrome_version: '123' } : {}),
    ...(browser === 'chrome' ? { key: KEY } : {}),
    // `identity` signs in to Outreach; none of these shows a warning at installation.
    permissions: ['storage', 'alarms', 'identity', ...(browser === 'chrome' ? ['sidePanel'] : [])],
    host_permissions: ['https://mail.google.com/*'],
    // Asked for in the Connect click, a single host each time, a proxy's included: installing grants none.
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
