import { spawnSync } from 'node:child_process';

/** Runs a program with our own input and output. Resolves to whether it ended well. */
export function succeeds(program: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env): boolean {
  return spawnSync(program, args, { stdio: 'inherit', env }).status === 0;
}

/** What a program prints, or `undefined` where it is missing or ends badly. */
export function outputOf(
  program: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): string | undefined {
  const stdio = ['ignore', 'pipe', 'ignore'] as const;
  const { status, stdout } = spawnSync(program, args, { encoding: 'utf8', stdio: [...stdio], env });
  return status === 0 ? stdout.trim() : undefined;
}

/** Prints a message the reader should not miss. */
export function say(message: string): void {
  process.stdout.write(`${message}\n`);
}
