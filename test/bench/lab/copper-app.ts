import type { Page } from '@playwright/test';
import type { App } from '../../e2e/harness/app.ts';
import { startApp } from '../../e2e/harness/app.ts';
import type { Copper } from '../../e2e/harness/copper.ts';
import { startCopper } from '../../e2e/harness/copper.ts';
import { connectCopper } from '../../e2e/harness/options.ts';
import type { Arrival } from './arrivals.ts';
import { ORDER_COUNT, orderPerson } from '../../simulator/orders.ts';

/** The product with Copper connected, and a Copper some way off that notes every request. */
export interface CopperApp {
  app: App;
  copper: Copper;
  panel: Page;
  /** Oldest first. */
  arrivals: Arrival[];
  stop(): Promise<void>;
}

/** How long the CRM takes for any answer, milliseconds. */
export const LATENCY_MS = 50;

export interface CopperAppOptions {
  /** False leaves the simulator's twenty customers unknown to the CRM. */
  hasCustomers: boolean;
}

/** Starts both; the customers of the simulator's orders each have a company and a deal. */
export async function startCopperApp({ hasCustomers }: CopperAppOptions): Promise<CopperApp> {
  const copper = await startCopper();
  const arrivals = noteArrivals(copper);
  if (hasCustomers) for (const order of ORDERS) addCustomer(copper, order);
  const app = await startApp({ hosts: copper.hosts });
  await connectCopper(app, copper.login);
  return {
    app,
    copper,
    panel: await app.panel(),
    arrivals,
    stop: async () => {
      await app.stop();
      await copper.stop();
    },
  };
}

export const ORDERS: readonly number[] = Array.from({ length: ORDER_COUNT }, (_, index) => index + 1);

const two = (order: number) => String(order).padStart(2, '0');
export const orderSubject = (order: number) => `Order ${two(order)}`;
export const dealOf = (order: number) => `Deal of customer ${two(order)}`;

export function addCustomer(copper: Copper, order: number): void {
  copper.addCustomer({ ...orderPerson(order), deal: dealOf(order) });
}

/** The fake asks for a fault at every request, before it does anything: there it is noted, and held up. */
function noteArrivals({ faults, requests }: Copper): Arrival[] {
  const arrivals: Arrival[] = [];
  faults.take = (call) => {
    const key = `${call} ${JSON.stringify(requests.at(-1)?.json ?? null)}`;
    const arrival: Arrival = { call: call.split('?', 1)[0] ?? call, key, at: Date.now(), endedAt: Infinity };
    arrivals.push(arrival);
    const answerTime = async () => {
      await new Promise((resolve) => setTimeout(resolve, LATENCY_MS));
      arrival.endedAt = Date.now();
    };
    return { delayUntil: answerTime() };
  };
  return arrivals;
}
