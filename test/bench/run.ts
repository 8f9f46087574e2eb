import { join } from 'node:path';
import { runnerImport } from 'vite';

// Through Vite, as in the tests: the fakes use TypeScript that Node alone does not run.
await runnerImport(join(import.meta.dirname, 'bench.ts'), { configFile: false, logLevel: 'error' });
