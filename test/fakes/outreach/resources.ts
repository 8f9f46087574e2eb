/** What the reference says of one attribute. */
export interface Attribute {
  kind: 'text' | 'integer' | 'boolean' | 'time' | 'texts';
  maxLength?: number;
  isReadOnly?: boolean;
  isFilterable?: boolean;
  isSortable?: boolean;
  isWriteOnly?: boolean;
}

/** What the reference says of one relation. */
export interface Relation {
  to: TypeName;
  isMany?: boolean;
  isReadOnly?: boolean;
  /** Whether a list can be narrowed by its id. */
  isFilterable?: boolean;
}

export interface Resource {
  path: string;
  attributes: Record<string, Attribute>;
  relations: Record<string, Relation>;
  /** "POST" and the like. */
  methods: readonly string[];
}

export type TypeName =
  | 'opportunity'
  | 'opportunityStage'
  | 'opportunityProspectRole'
  | 'prospect'
  | 'account'
  | 'user'
  | 'team'
  | 'prospectNote'
  | 'accountNote';

const text = (maxLength: number, more: Partial<Attribute> = {}): Attribute => ({ kind: 'text', maxLength, ...more });
const found = { isFilterable: true, isSortable: true };
const stamp: Attribute = { kind: 'time', isReadOnly: true, ...found };
const times = { createdAt: stamp, updatedAt: stamp };
const EVERYTHING = ['GET', 'POST', 'PATCH', 'DELETE'];

/** `custom1` to `custom150`. */
const CUSTOM_NAMES = Array.from({ length: 150 }, (_, index) => `custom${index + 1}`);

const user = { to: 'user', isReadOnly: true } as const;
const note = {
  attributes: {
    ...times,
    message: text(65_535),
    noteType: text(255),
    pinned: { kind: 'boolean' },
    opportunityAssociationRule: text(255, { isWriteOnly: true }),
  },
  methods: EVERYTHING,
} as const;

/** The parts of Outreach's reference that Dealside touches, with what it says is read-only, filterable, sortable. */
export const RESOURCES: Record<TypeName, Resource> = {
  opportunity: {
    path: 'opportunities',
    attributes: {
      amount: { kind: 'integer', isSortable: true },
      amountPrecise: text(15, { isSortable: true }),
      closeDate: { kind: 'time', isSortable: true },
      ...times,
      currencyType: text(255),
      ...Object.fromEntries(CUSTOM_NAMES.map((name) => [name, text(32_000)])),
      customId: text(255, found),
      description: text(65_535),
      externalCreatedAt: { kind: 'time', isFilterable: true },
      externalUpdatedAt: { kind: 'time' },
      forecastCategory: text(32_000, found),
      healthCategory: text(255, { isReadOnly: true }),
      healthScore: { kind: 'integer', isReadOnly: true },
      leadSource: text(32_000, found),
      lostReason: text(32_000, found),
      mapLink: text(255, { isFilterable: true }),
      mapNextSteps: text(255),
      mapStatus: text(255, found),
      name: text(255, found),
      nextStep: text(65_535),
      opportunityType: text(255),
      probability: { kind: 'integer', ...found },
      prospectingRepId: text(255),
      recordType: text(32_000, found),
      sharingTeamId: text(255, { isFilterable: true }),
      tags: { kind: 'texts' },
      touchedAt: stamp,
      trashedAt: { kind: 'time' },
    },
    relations: {
      account: { to: 'account', isFilterable: true },
      assignedTeams: { to: 'team', isMany: true },
      assignedUsers: { to: 'user', isMany: true },
      creator: user,
      opportunityStage: { to: 'opportunityStage', isFilterable: true },
      owner: { to: 'user', isFilterable: true },
      primaryProspect: { to: 'prospect' },
      prospects: { to: 'prospect', isMany: true, isReadOnly: true },
      stage: { to: 'opportunityStage', isReadOnly: true, isFilterable: true },
      updater: user,
    },
    methods: EVERYTHING,
  },
  opportunityStage: {
    path: 'opportunityStages',
    attributes: {
      ...times,
      color: text(255),
      isClosed: { kind: 'boolean', ...found },
      name: text(255, found),
      order: { kind: 'integer', ...found },
    },
    relations: { creator: user },
    methods: ['GET'],
  },
  opportunityProspectRole: {
    path: 'opportunityProspectRoles',
    attributes: { ...times, primary: { kind: 'boolean' }, role: text(255, found) },
    relations: {
      opportunity: { to: 'opportunity', isFilterable: true },
      prospect: { to: 'prospect', isFilterable: true },
    },
    methods: EVERYTHING,
  },
  prospect: {
    path: 'prospects',
    attributes: {
      ...times,
      emails: { kind: 'texts', isFilterable: true },
      firstName: text(255, found),
      lastName: text(255, found),
      name: { kind: 'text', isReadOnly: true },
      title: text(255, found),
      touchedAt: stamp,
      trashedAt: { kind: 'time' },
    },
    relations: {
      account: { to: 'account', isFilterable: true },
      opportunities: { to: 'opportunity', isMany: true, isReadOnly: true },
      owner: { to: 'user', isFilterable: true },
    },
    methods: EVERYTHING,
  },
  account: {
    path: 'accounts',
    attributes: { ...times, domain: text(255, found), name: text(255, found), websiteUrl: text(255) },
    relations: { owner: { to: 'user', isFilterable: true } },
    methods: EVERYTHING,
  },
  user: {
    path: 'users',
    attributes: {
      ...times,
      email: text(255, found),
      firstName: text(255, found),
      lastName: text(255, found),
      locked: { kind: 'boolean', ...found },
      name: { kind: 'text', isReadOnly: true },
    },
    relations: {},
    methods: ['GET'],
  },
  team: { path: 'teams', attributes: {}, relations: {}, methods: [] },
  prospectNote: {
    ...note,
    path: 'prospectNotes',
    relations: {
      creator: user,
      opportunity: { to: 'opportunity', isReadOnly: true },
      prospect: { to: 'prospect', isFilterable: true },
    },
  },
  accountNote: {
    ...note,
    path: 'accountNotes',
    relations: {
      account: { to: 'account', isFilterable: true },
      creator: user,
      opportunity: { to: 'opportunity', isReadOnly: true },
    },
  },
};

/** The resource a path belongs to. */
export function typeAt(path: string): TypeName | undefined {
  return (Object.keys(RESOURCES) as TypeName[]).find((type) => RESOURCES[type].path === path);
}
