import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The production build every e2e test runs; development builds differ in permissions and policy. */
export const BUILD = resolve(import.meta.dirname, '../../../.output/chrome-mv3');

const ANY_HOST = 'https://*/*';

/** The manifest members tests look at. */
export interface Manifest {
  manifest_version: number;
  permissions: string[];
  host_permissions: string[];
  optional_host_permissions: string[];
  [key: string]: unknown;
}

export function readManifest(build = BUILD): Manifest {
  if (!existsSync(join(build, 'manifest.json'))) throw new Error(`No build in ${build}: run "npm run build" first.`);
  return JSON.parse(readFileSync(join(build, 'manifest.json'), 'utf8'));
}

/**
 * Copies the build and moves its optional hosts to the granted ones, for runs without a display: nobody can accept
 * the browser's permission prompt there. Same scripts, byte for byte; `real-panel.spec.ts` runs the untouched build.
 */
export function copyBuildWithGrantedHosts(to: string): string {
  const { optional_host_permissions: optional, host_permissions: granted, ...rest } = readManifest();
  cpSync(BUILD, to, { recursive: true });
  // The hosts of proxies stay optional: granted, they would hide that a permission is missing.
  const known = optional.filter((origin) => origin !== ANY_HOST);
  const manifest = { ...rest, host_permissions: [...granted, ...known], optional_host_permissions: [ANY_HOST] };
  writeFileSync(join(to, 'manifest.json'), JSON.stringify(manifest));
  return to;
}
