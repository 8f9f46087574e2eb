import { availableParallelism, cpus, loadavg, totalmem, type } from 'node:os';
import { outputOf } from '../scripts/run.ts';

/** Where the numbers come from: they compare within one run only. */
export interface Machine {
  processor: string;
  cores: number;
  memoryGb: number;
  system: string;
  node: string;
  chromium: string;
  /** Processes that waited or ran in the last minute before the run, on average: over the number of cores, others were at work. */
  loadBefore: number;
}

export function describeMachine(browser: string): Machine {
  return {
    processor: cpus()[0]?.model ?? 'unknown',
    cores: availableParallelism(),
    memoryGb: Math.round(totalmem() / 2 ** 30),
    system: type(),
    node: process.version,
    chromium: outputOf(browser, ['--version']) ?? 'unknown',
    loadBefore: Number((loadavg()[0] ?? 0).toFixed(1)),
  };
}

/** One line for people. */
export function machineLine({ processor, cores, memoryGb, system, node, chromium, loadBefore }: Machine): string {
  const busy = loadBefore > cores ? `, busy with other work (load ${loadBefore})` : `, load ${loadBefore} before`;
  return `${cores} cores (${processor}), ${memoryGb} GB, ${system}, Node ${node}, ${chromium}${busy}`;
}
