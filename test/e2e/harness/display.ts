import type { ChildProcess } from 'node:child_process';
import { execFileSync, spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** A virtual screen with a keyboard. */
export interface Display {
  /** `:99` */
  name: `:${string}`;
  /** Presses keys in the focused window, by xdotool's names: `alt+shift+d`, `Tab`. */
  press(...keys: string[]): void;
  /** How many browser windows are on the screen. */
  countWindows(): number;
  stop(): void;
}

/** The programs of a virtual screen that are missing here. */
export function missingForDisplay(): string[] {
  return ['Xvfb', 'xdotool'].filter((program) => !isInstalled(program));
}

function isInstalled(program: string): boolean {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** Starts Xvfb on a free display. */
export async function startDisplay(): Promise<Display> {
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1440x900x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const name = `:${await readDisplayNumber(server)}` as const;
  const xdotool = (...args: string[]) =>
    execFileSync('xdotool', args, { env: { ...process.env, DISPLAY: name }, encoding: 'utf8' });
  return {
    name,
    press: (...keys) => void xdotool('key', ...keys),
    countWindows: () => xdotool('search', '--onlyvisible', '--class', 'chrom').trim().split('\n').length,
    stop: () => void server.kill(),
  };
}

async function readDisplayNumber(server: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    server.stdio[3]?.once('data', (data) => resolve(String(data).trim()));
    server.once('error', reject);
    server.once('exit', (code) => reject(new Error(`Xvfb ended with code ${code}.`)));
  });
}
