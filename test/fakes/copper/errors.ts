/** An answer that is a refusal, in Copper's words where they are recorded. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly body: unknown,
  ) {
    super(`refused with ${status}`);
  }
}

function refused(status: number, message: string): Refused {
  return new Refused(status, { success: false, status, message });
}

/** A record, or one referred to, is not there. */
export const notFound = () => refused(404, 'Resource not found');

/** There is no such route. */
export const noRoute = () => new Refused(404, { error: 'not_found' });

/** The body of a 401 was never seen; only its status counts. */
export const unauthorized = () => refused(401, 'Invalid or missing credentials');

export const badRequest = (message: string) => refused(400, message);
export const unsupportedMediaType = () => refused(415, 'Content-Type must be application/json');
export const tooManyRequests = () => refused(429, 'Too many requests');

/** One line per error, each "<Human Name>: <reason>". */
export function invalid(...errors: readonly string[]): Refused {
  return refused(422, `Invalid input: Validation errors: ${errors.join('\n')}`);
}
