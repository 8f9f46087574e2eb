import type { ActivityRecord, CompanyRecord, LinkRecord, OpportunityRecord, PersonRecord, Seed } from './records';

/** How one account differs from another. */
export interface Settings {
  /** How the account writes and reads close dates. */
  dateFormat: 'MDY' | 'DMY';
  /** Sources disagree whether the `name` filter takes a whole name or a part. */
  nameFilter: 'exact' | 'substring';
  /** The filter is in today's reference and not in that of 2018. */
  hasContactFilter: boolean;
  /** The filter by date of change is in the reference for opportunities only; for people it is reported to work. */
  modifiedFilter: readonly ('people' | 'companies')[];
  /** Whether people and companies may be sorted by date of change. */
  hasModifiedSort: boolean;
  /** A list in the reference of 2018, an object in today's; which an account takes is not known. */
  tagsFilter: 'list' | 'object' | 'both';
  /** Names of sort orders: of 2018, today's, or both. */
  sortNames: '2018' | 'today' | 'both';
  /** Custom dates as they were sent, or brought to the midnight of Pacific time that recorded ones show. */
  customDates: 'as sent' | 'pacific';
  /** Currency of new amounts. */
  currency: string;
  /** Epoch milliseconds. */
  now(): number;
}

/** All an account holds; tests may read and change it. */
export interface State extends Pick<
  Seed,
  'account' | 'users' | 'pipelines' | 'lossReasons' | 'customerSources' | 'contactTypes' | 'customFieldDefinitions'
> {
  settings: Settings;
  companies: Map<number, CompanyRecord>;
  people: Map<number, PersonRecord>;
  opportunities: Map<number, OpportunityRecord>;
  activities: Map<number, ActivityRecord>;
  /** Connections of `Connect` fields. */
  relatedLinks: Map<number, LinkRecord>;
  /** Further contacts: "opportunity:person". */
  links: Set<string>;
  followed: Set<number>;
  nextId(): number;
  /** Unix seconds. */
  seconds(): number;
}

export function createState(seed: Seed, settings: Settings): State {
  const seconds = () => Math.floor(settings.now() / 1000);
  let lastId = 60_000_000;
  const state: State = {
    ...structuredClone({
      account: seed.account,
      users: seed.users,
      pipelines: seed.pipelines,
      lossReasons: seed.lossReasons,
      customerSources: seed.customerSources,
      contactTypes: seed.contactTypes,
      customFieldDefinitions: seed.customFieldDefinitions,
    }),
    settings,
    companies: new Map(),
    people: new Map(),
    opportunities: new Map(),
    activities: new Map(),
    relatedLinks: new Map(),
    links: new Set(seed.links.map((link) => link.join(':'))),
    followed: new Set(),
    nextId: () => (lastId += 1),
    seconds,
  };
  for (const company of seed.companies)
    state.companies.set(company.id, { ...emptyCompany(state), ...structuredClone(company) });
  for (const person of seed.people) {
    const company_name = state.companies.get(person.company_id ?? 0)?.name ?? null;
    state.people.set(person.id, { ...emptyPerson(state), company_name, ...structuredClone(person) });
  }
  for (const opportunity of seed.opportunities) {
    const company_name = state.companies.get(opportunity.company_id ?? 0)?.name ?? null;
    const stage = findStage(state, opportunity.pipeline_stage_id ?? null);
    const defaults = { company_name, win_probability: stage?.win_probability ?? null };
    const record = { ...emptyOpportunity(state), ...defaults, ...structuredClone(opportunity) };
    state.opportunities.set(opportunity.id, { ...record, close_date: fromSeed(record.close_date, settings) });
  }
  return state;
}

/** Seeds are written month-first. */
function fromSeed(date: string | null, { dateFormat }: Settings): string | null {
  const [month, day, year] = date?.split('/') ?? [];
  return dateFormat === 'DMY' && date ? `${day}/${month}/${year}` : date;
}

export function findStage(state: State, id: number | null) {
  return state.pipelines.flatMap(({ stages }) => stages).find((stage) => stage.id === id);
}

const base = (state: State) => ({
  id: 0,
  tags: [],
  interaction_count: 0,
  date_created: state.seconds(),
  date_modified: state.seconds(),
  custom_fields: [],
});

export function emptyCompany(state: State): CompanyRecord {
  return {
    ...base(state),
    name: '',
    address: null,
    assignee_id: null,
    contact_type_id: state.contactTypes[0]?.id ?? null,
    details: null,
    email_domain: null,
    phone_numbers: [],
    socials: [],
    websites: [],
  };
}

export function emptyPerson(state: State): PersonRecord {
  return {
    ...base(state),
    name: '',
    prefix: null,
    first_name: null,
    middle_name: null,
    last_name: null,
    suffix: null,
    address: null,
    assignee_id: null,
    company_id: null,
    company_name: null,
    contact_type_id: state.contactTypes[0]?.id ?? null,
    details: null,
    emails: [],
    phone_numbers: [],
    socials: [],
    title: null,
    websites: [],
    date_last_contacted: null,
    leads_converted_from: [],
    date_lead_created: null,
  };
}

/** As the recorded creation: the first pipeline's first stage, open, no priority. */
export function emptyOpportunity(state: State): OpportunityRecord {
  return {
    ...base(state),
    name: '',
    assignee_id: null,
    close_date: null,
    company_id: null,
    company_name: null,
    customer_source_id: null,
    details: null,
    loss_reason_id: null,
    pipeline_id: null,
    pipeline_stage_id: null,
    primary_contact_id: null,
    priority: 'None',
    status: 'Open',
    monetary_unit: state.settings.currency,
    monetary_value: null,
    converted_unit: null,
    converted_value: null,
    win_probability: null,
    date_stage_changed: state.seconds(),
    date_last_contacted: null,
    leads_converted_from: [],
    date_lead_created: null,
  };
}
