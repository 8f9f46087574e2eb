/** An answer that is a refusal, in Apideck's words where its OpenAPI document shows them. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly body: unknown,
  ) {
    super(`refused with ${status}`);
  }
}

const TITLES: Record<number, string> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  404: 'Not Found',
  422: 'Unprocessable Entity',
  501: 'Not Implemented',
};

function refused(status: number, type: string, message: string, detail: unknown, more: object = {}): Refused {
  return new Refused(status, {
    status_code: status,
    error: TITLES[status],
    type_name: type,
    message,
    detail,
    ref: `https://developers.apideck.com/errors#${type.toLowerCase()}`,
    ...more,
  });
}

export const unauthorized = (detail: string) => refused(401, 'UnauthorizedError', 'Unauthorized Request', detail);

/** The CRM was never connected for this consumer, or its login has ended. */
export const notAuthorised = (service: string) =>
  refused(422, 'InvalidStateError', 'Invalid State', `Connection to ${service} is not authorized`);

/** `entity` as in "Unknown OpportunityId". */
export const notFound = (entity: string, id: string) =>
  refused(404, 'EntityNotFoundError', `Unknown ${entity}Id`, { not_found: { entity: entity.toLowerCase(), id } });

export const noRoute = (path: string) => refused(404, 'EntityNotFoundError', 'Unknown Route', `No such route: ${path}`);

export const badHeaders = (detail: string) => refused(400, 'RequestHeadersValidationError', 'Invalid Params', detail);

/** Against the document: the status is that of Prism's validation, for the gateway's own is nowhere recorded. */
export const invalid = (detail: unknown) => refused(422, 'RequestValidationError', 'Invalid Params', detail);

export const badCursor = () =>
  refused(400, 'InvalidCursorError', 'Invalid Cursor', 'The cursor is of another list or connector');

/** HubSpot's search gives no more than these. */
export const tooFar = (limit: number) => downstream(`Paging can't go beyond ${limit} results`);

export const unsupportedFilters = (service: string, names: readonly string[]) =>
  refused(400, 'UnsupportedFiltersError', 'Unsupported Filters', `Not supported by ${service}: ${names.join(', ')}`);

/** Whether a refusal names the filters is nowhere told. */
export const someUnsupportedFilters = () =>
  refused(400, 'UnsupportedFiltersError', 'Unsupported Filters', 'Some filters are not supported');

export const unsupportedSort = (service: string, name: string) =>
  refused(400, 'UnsupportedSortFieldError', 'Unsupported Sort Field', `Not supported by ${service}: ${name}`);

/** A connector without a mapping for a filter or a sort does not say which. */
export const unmapped = () => refused(501, 'MappingError', 'Mapping Error', 'This is not mapped');

export const unsupportedResource = (service: string, resource: string) =>
  refused(
    501,
    'ConnectorOperationUnsupportedError',
    'Unsupported Operation',
    `${service} does not support crm/${resource}`,
  );

/** What the CRM behind Apideck refused itself. */
export const downstream = (message: string, code = 'VALIDATION_ERROR') =>
  refused(400, 'ConnectorExecutionError', 'Connector Execution Error', 'The connector returned an error', {
    downstream_errors: [{ message, detail: message, code }],
  });
