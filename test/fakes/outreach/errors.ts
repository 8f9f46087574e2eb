/** An answer that is a refusal, in Outreach's words where they are recorded or documented. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly body: unknown,
    readonly headers: Record<string, string> = {},
  ) {
    super(`refused with ${status}`);
  }
}

interface Problem {
  id: string;
  title: string;
  detail: string;
  pointer?: string;
}

function refused(status: number, { id, title, detail, pointer }: Problem): Refused {
  return new Refused(status, { errors: [{ id, title, detail, ...(pointer ? { source: { pointer } } : {}) }] });
}

/** The gateway's own body, recorded. */
export const unauthorized = () =>
  new Refused(401, { error: 'Invalid JWT token.', description: 'The JWT token could not be decoded.' });

export const missingScope = (scope: string) =>
  refused(403, {
    id: 'unauthorizedOauthScope',
    title: 'Unauthorized OAuth Scope',
    detail: `Your authorization is missing required scope '${scope}'.`,
  });

export const ungoverned = () =>
  refused(403, {
    id: 'unauthorizedRequest',
    title: 'Unauthorized Request',
    detail: 'You are not authorized to perform that request.',
  });

export const notFound = (type: string, id: number) =>
  refused(404, {
    id: 'resourceNotFound',
    title: 'Resource Not Found',
    detail: `Could not find '${type}' with ID '${id}'.`,
  });

export const noRoute = () =>
  refused(404, {
    id: 'routeNotFound',
    title: 'Route Not Found',
    detail: 'The request path does not match any known resource endpoints.',
  });

/** Says `details` where all others say `detail`. */
export const unsupportedMediaType = () =>
  new Refused(415, {
    errors: [
      {
        id: 'unsupportedMediaType',
        title: 'Unsupported Media Type',
        details: 'The request must have the media type application/vnd.api+json.',
      },
    ],
  });

export const invalid = (detail: string, pointer?: string) =>
  refused(422, { id: 'validationError', title: 'Validation Error', detail, ...(pointer ? { pointer } : {}) });

export const tooLong = (detail: string, pointer: string) =>
  refused(422, { id: 'validationDataTooLongError', title: 'Validation Data Too Long Error', detail, pointer });

/** Recorded for a second prospect with the same address. */
export const duplicate = (detail: string) =>
  refused(422, {
    id: 'validationDuplicateValueError',
    title: 'Validation Duplicate Value Error',
    detail,
    pointer: '/data',
  });

export const tooManyRequests = (seconds: number) => {
  const { status, body } = refused(429, {
    id: 'rateLimitExceeded',
    title: 'Rate Limit Exceeded',
    detail: 'You have exceeded your permitted rate limit.',
  });
  return new Refused(status, body, { 'Retry-After': `${seconds}` });
};

/** Of the OAuth endpoints (RFC 6749, section 5.2). */
export const oauthRefused = (status: number, error: string, headers: Record<string, string> = {}) =>
  new Refused(status, { error, error_description: `The request was refused: ${error}.` }, headers);
