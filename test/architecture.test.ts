import { describe, expect, it } from 'vitest';

const sources = import.meta.glob<string>(
  ['../lib/**/*.ts', '../components/**/*.{ts,tsx}', '../entrypoints/**/*.{ts,tsx}'],
  {
    query: '?raw',
    import: 'default',
    eager: true,
  },
);

/** `lib/crm/copper/map.ts` for every source file, with the project files it imports, type-only imports included. */
const files = new Map(
  Object.entries(sources).map(([path, text]) => {
    const file = path.replace('../', '');
    return [file, importsOf(file, text)];
  }),
);

interface Import {
  file: string;
  isTypeOnly: boolean;
}

function importsOf(file: string, text: string): Import[] {
  const statements = text.matchAll(/(?:^|\n)\s*(?:import|export)\s+(type\s)?(?:[^'";]*?\sfrom\s+)?'(\.[^']+)'/g);
  const later = text.matchAll(/\bimport\('(\.[^']+)'\)/g);
  return [
    ...[...statements].map(([, type, specifier]) => ({
      file: resolve(file, specifier as string),
      isTypeOnly: type !== undefined,
    })),
    ...[...later].map(([, specifier]) => ({ file: resolve(file, specifier as string), isTypeOnly: false })),
  ];
}

function resolve(from: string, specifier: string): string {
  const { pathname } = new URL(specifier, `file:///${from}`);
  return pathname.slice(1);
}

/** The zone of a file or of an import of one: `crm/copper`, `domain`, `gmail content script`… */
function zoneOf(path: string): string {
  const [top, second, third] = path.split('/') as [string, string | undefined, string | undefined];
  if (top === 'components') return 'components';
  if (top === 'entrypoints') return `entrypoint ${second?.split('.')[0]}`;
  if (second === 'crm') return isCrmFolder(path) ? `crm/${third?.replace('.ts', '')}` : crmZone(third);
  return second ?? '';
}

const crmFolders = new Set(Object.keys(sources).flatMap((path) => /\/lib\/crm\/([a-z]+)\//.exec(path)?.[1] ?? []));

function isCrmFolder(path: string): boolean {
  return crmFolders.has(path.split('/')[2] ?? '');
}

function crmZone(name: string | undefined): string {
  const base = name?.replace('.ts', '');
  return base === 'catalog' ? 'catalog' : base === 'adapters' ? 'adapters' : 'crm';
}

/** Who may import whom. `type:x` allows types of x only. A zone may always import itself. */
const ALLOWED: Record<string, readonly string[]> = {
  domain: [],
  gmail: ['domain'],
  messaging: ['domain'],
  catalog: ['domain'],
  crm: ['domain'],
  'crm/*': ['domain', 'crm'],
  adapters: ['domain', 'crm', 'crm/*'],
  vault: ['domain', 'type:store'],
  store: ['domain', 'type:crm'],
  worker: ['domain', 'messaging', 'catalog', 'crm', 'crm/*', 'adapters', 'vault', 'store'],
  panel: ['domain', 'catalog', 'messaging'],
  components: ['domain', 'catalog'],
  'entrypoint background': ['messaging', 'store', 'worker'],
  'entrypoint gmail': ['domain', 'gmail', 'messaging'],
  'entrypoint sidepanel': ['domain', 'components', 'messaging', 'panel', 'catalog'],
  'entrypoint options': ['domain', 'components', 'messaging', 'panel', 'catalog'],
};

function mayImport(from: string, to: Import): boolean {
  const target = zoneOf(to.file);
  if (target === from) return true;
  const allowed = ALLOWED[from] ?? ALLOWED[from.replace(/^crm\/.*/, 'crm/*')] ?? [];
  const names = [target, target.replace(/^crm\/.*/, 'crm/*')];
  return names.some((name) => allowed.includes(name) || (to.isTypeOnly && allowed.includes(`type:${name}`)));
}

/** Everything a file can reach at run time: type-only imports vanish in the build. */
function reachable(start: string, seen = new Set<string>()): Set<string> {
  for (const { file, isTypeOnly } of files.get(start) ?? []) {
    const found = [file, `${file}.ts`, `${file}.tsx`, `${file}/index.ts`].find((candidate) => files.has(candidate));
    if (isTypeOnly || !found || seen.has(found)) continue;
    seen.add(found);
    reachable(found, seen);
  }
  return seen;
}

describe('who may import whom', () => {
  it('looked at the files it is about', () => {
    expect(files.size).toBeGreaterThan(60);
    expect(crmFolders).toEqual(new Set(['apideck', 'copper', 'local', 'outreach']));
    expect([...files.values()].flat().length).toBeGreaterThan(150);
  });

  it('knows every zone', () => {
    const zones = new Set([...files.keys()].map((file) => zoneOf(file).replace(/^crm\/.*/, 'crm/*')));
    expect([...zones].filter((zone) => !(zone in ALLOWED))).toEqual([]);
  });

  it('holds for every import', () => {
    const wrong = [...files].flatMap(([file, imports]) =>
      imports.filter((to) => !mayImport(zoneOf(file), to)).map((to) => `${file} → ${to.file}`),
    );
    expect(wrong).toEqual([]);
  });

  it('keeps the vault and the adapters out of everything but the worker, however indirectly', () => {
    const outside = [...files.keys()].filter((file) =>
      /^(components|entrypoints\/(sidepanel|options|gmail)|lib\/(gmail|panel))/.test(file),
    );
    expect(outside.length).toBeGreaterThan(20);
    const leaks = outside.flatMap((file) =>
      [...reachable(file)]
        .filter((reached) =>
          /^lib\/(vault|worker|store|crm\/(adapters|apideck|copper|local|outreach|http))/.test(reached),
        )
        .map((reached) => `${file} → … → ${reached}`),
    );
    expect(leaks).toEqual([]);
  });

  it('imports at run time components only, by a name this test can see', () => {
    const dynamic = Object.entries(sources).flatMap(([file, text]) =>
      [...text.matchAll(/\bimport\s*\((.*?)\)/g)].map(([, what]) => ({ file, what })),
    );
    const strange = dynamic.filter(
      ({ file, what }) => !file.startsWith('../components/') || !/^'\.{1,2}\/(\w+\/)?[A-Z]\w+'$/.test(what ?? ''),
    );
    expect(strange).toEqual([]);
  });

  it('keeps the polyfill in the worker: no page pays for it before its first paint', () => {
    const importers = Object.entries(sources).filter(([, text]) => text.includes("from 'webextension-polyfill'"));
    expect(importers.map(([file]) => file)).toEqual(['../lib/worker/browser.ts']);
  });

  it('keeps schemas out of the pages and the content script', () => {
    const pages = [...files.keys()].filter((file) => /^entrypoints\/(sidepanel\/main|options\/main|gmail)/.test(file));
    expect(pages).toHaveLength(3);
    const withSchemas = pages.flatMap((page) =>
      [...reachable(page)].filter((file) => /import \{[^}]*\} from 'zod'/.test(sources[`../${file}`] ?? '')),
    );
    expect(withSchemas).toEqual([]);
  });
});
