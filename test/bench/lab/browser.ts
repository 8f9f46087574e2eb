import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CDPSession, Page } from '@playwright/test';
import type { ExtensionBrowser } from '../../e2e/harness/browser.ts';
import { launchWithExtension } from '../../e2e/harness/browser.ts';
import { BUILD } from '../../e2e/harness/build.ts';
import { GMAIL_HOST } from '../../simulator/gmail.ts';
import type {} from '../page/stimulus.ts';
import type { Lane, LabServer } from './server.ts';
import { startLab } from './server.ts';

/** A browser with an extension, and the large page in it. */
export interface Lab {
  browser: ExtensionBrowser;
  /** Opens the page of a lane in a tab of its own; resolves once it is whole. */
  open(lane: Lane): Promise<LabPage>;
  stop(): Promise<void>;
}

/** A lane's page, with the browser's own count of what it costs. */
export interface LabPage {
  lane: Lane;
  page: Page;
  session: CDPSession;
  /** Chromium's counters since the page began; durations in milliseconds of processor time, not of the clock. */
  metrics(): Promise<Metrics>;
}

export type MetricName = 'task' | 'script' | 'layouts' | 'styles';
export type Metrics = Record<MetricName, number>;

/** Starts Chromium with an extension, the production build unless told, and no screen. */
export async function startLabBrowser(extension = BUILD): Promise<Lab> {
  const folder = mkdtempSync(join(tmpdir(), 'dealside-bench-'));
  const server: LabServer = await startLab();
  mkdirSync(join(folder, 'profile'));
  const browser = await launchWithExtension({
    extension,
    profile: join(folder, 'profile'),
    hosts: { [GMAIL_HOST]: server },
  });
  return {
    browser,
    open: async (lane) => openLane(browser, lane, server.url(lane)),
    stop: async () => {
      await browser.close();
      await server.stop();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

async function openLane({ context }: ExtensionBrowser, lane: Lane, url: string): Promise<LabPage> {
  const page = await context.newPage();
  await page.goto(url);
  await page.locator('[role=main] tr.zA').first().waitFor();
  const session = await context.newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  return { lane, page, session, metrics: () => readMetrics(session) };
}

async function readMetrics(session: CDPSession): Promise<Metrics> {
  const { metrics } = await session.send('Performance.getMetrics');
  const of = (name: string) => {
    const found = metrics.find((metric) => metric.name === name);
    if (!found) throw new Error(`Chromium does not tell "${name}".`);
    return found.value;
  };
  return {
    task: of('TaskDuration') * 1000,
    script: of('ScriptDuration') * 1000,
    layouts: of('LayoutCount'),
    styles: of('RecalcStyleCount'),
  };
}

/** What happened between two readings. */
export function since(before: Metrics, after: Metrics): Metrics {
  return {
    task: after.task - before.task,
    script: after.script - before.script,
    layouts: after.layouts - before.layouts,
    styles: after.styles - before.styles,
  };
}
