import type { IncomingMessage } from 'node:http';
import type { Fault } from './faults';

/** An answer as it goes over the wire. */
export interface RawAnswer {
  status: number;
  headers: Record<string, string>;
  text: string;
}

/** True for a fault that answers something; others only delay or break the connection. */
export function isAnswer({ status, body, html, raw }: Fault): boolean {
  return [status, body, html, raw].some((part) => part !== undefined);
}

/** What a fault answers, as the server's usual media type unless it is a page. */
export function faultAnswer(fault: Fault, mediaType: string): RawAnswer {
  const { status = 200, body, html, raw, retryAfter, headers } = fault;
  const type = { 'Content-Type': html === undefined ? mediaType : 'text/html' };
  const text = html ?? raw ?? (body === undefined ? '' : JSON.stringify(body));
  return { status, headers: { ...type, ...(retryAfter ? { 'Retry-After': retryAfter } : {}), ...headers }, text };
}

/** JSON, or `undefined` for what is none. */
export function safeParse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk as Uint8Array);
  return Buffer.concat(chunks).toString('utf8');
}
