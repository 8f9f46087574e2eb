import { provideBrowser } from '../scripts/browser.ts';
import { outputOf, say, succeeds } from '../scripts/run.ts';
import { play } from './play.ts';
import { show } from './show.ts';

/** `npm run demo`: a browser to play in where there is a screen, else the main job played headless, with pictures. */
async function main(): Promise<void> {
  await provideBrowser();
  say('Building the extension…');
  // Its progress display is for people who wait for nothing else; what it says matters when it fails.
  if (outputOf('wxt', ['build']) === undefined && !succeeds('wxt', ['build'])) throw new Error('The build failed.');
  if (hasScreen() && !process.argv.includes('--headless')) await show();
  else await play();
}

function hasScreen(): boolean {
  const isLinux = process.platform === 'linux';
  return !process.env.CI && (!isLinux || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY));
}

await main().catch((error: unknown) => {
  say(`✗ ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
});
