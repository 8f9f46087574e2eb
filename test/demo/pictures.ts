import { mkdirSync, rmSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import type { Page } from '@playwright/test';
import type { App } from '../e2e/harness/app.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const FOLDER = join(ROOT, '.output/demo');

/** Takes the demo's pictures into `.output/demo/`, numbered in order. */
export interface Camera {
  /** The panel, light and dark. Returns what to tell the user. */
  panel(name: string): Promise<string>;
  /** Gmail and the panel side by side, as on a screen. */
  both(name: string): Promise<string>;
}

export function openCamera(app: App): Camera {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  let taken = 0;
  const next = (name: string) => join(FOLDER, `${String((taken += 1)).padStart(2, '0')}-${name}`);
  return {
    async panel(name) {
      const panel = await app.panel();
      const file = next(name);
      for (const colorScheme of ['dark', 'light'] as const) {
        await panel.emulateMedia({ colorScheme });
        await panel.screenshot({ path: `${file}-${colorScheme}.png`, animations: 'disabled' });
      }
      return `${relative(ROOT, file)}-{light,dark}.png`;
    },
    async both(name) {
      const file = `${next(name)}.png`;
      const pictures = [await app.gmail.screenshot(), await (await app.panel()).screenshot()];
      await paste(await app.browser.context.newPage(), pictures, file);
      await app.gmail.bringToFront();
      return relative(ROOT, file);
    },
  };
}

async function paste(page: Page, pictures: Buffer[], file: string): Promise<void> {
  const sources = pictures.map((picture) => `data:image/png;base64,${picture.toString('base64')}`);
  await page.evaluate(async (urls) => {
    const images = urls.map((url) => Object.assign(new Image(), { src: url }));
    await Promise.all(images.map((image) => image.decode()));
    const row = document.createElement('div');
    row.style.cssText = 'display:flex;gap:1px;width:max-content;background:#c8ccd2';
    row.append(...images);
    document.body.replaceChildren(row);
  }, sources);
  await page.locator('div').screenshot({ path: file });
  await page.close();
}
