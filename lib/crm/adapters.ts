import type { CrmId } from '../domain/connection';
import { apideckAdapter } from './apideck';
import { copperAdapter } from './copper';
import type { CrmAdapter } from './crm';
import { localAdapter } from './local';
import { outreachAdapter } from './outreach';

/** Every CRM's adapter. A CRM named in `CrmId` and missing here does not compile. */
export const ADAPTERS: Record<CrmId, CrmAdapter> = {
  local: localAdapter,
  copper: copperAdapter,
  outreach: outreachAdapter,
  apideck: apideckAdapter,
};
