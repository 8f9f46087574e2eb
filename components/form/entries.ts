import { isCustomKey } from '../../lib/domain/custom-field';
import type { ConnectionId, Field } from '../../lib/domain/opportunity';
import { fold } from '../../lib/domain/search';
import type { Catalog } from '../../lib/domain/pipeline';
import type { FieldKind } from './field-kinds';
import type { FieldSpec } from './field-specs';
import type { Texts } from './form-values';
import { readList } from './form-values';

/** The connection a form is filled in for: ids and custom fields mean something there only. */
export interface Place {
  /** `null` while none is connected. */
  connection: ConnectionId | null;
  catalog: Catalog | null;
}

/** A field of a new opportunity as it was filled in for one connection, with what another can know it by. */
export interface Entry {
  connection: ConnectionId | null;
  field: Field;
  label: string;
  kind: FieldKind;
  text: string;
  /** Of what was chosen. */
  names: readonly Name[];
}

interface Name {
  name: string;
  /** A stage's pipeline: two of them may have a stage of the same name. */
  group: string;
}

type Option = Name & { id: string };

/** The entries with one more: the latest is the last, and a connection has one for each field. */
export function enter(entries: readonly Entry[], { connection, catalog }: Place, spec: FieldSpec, text: string) {
  const { field, label, kind } = spec;
  const others = entries.filter((entry) => entry.connection !== connection || entry.field !== field);
  const ids = chosenIn(kind, text) ?? [];
  const names = optionsOf(spec, catalog).filter(({ id }) => ids.includes(id));
  return [...others, { connection, field, label, kind, text, names }];
}

/** What was typed as it reads at a place: what was chosen elsewhere by its name, or not at all. */
export function textsFor(entries: readonly Entry[], place: Place, specs: readonly FieldSpec[]): Texts {
  const texts: Texts = {};
  for (const spec of specs) {
    for (const entry of entries) {
      // What can't be said here leaves what was said before.
      const text = read(entry, place, spec);
      if (text !== undefined) texts[spec.field] = text;
    }
  }
  return texts;
}

function read(entry: Entry, { connection, catalog }: Place, spec: FieldSpec): string | undefined {
  const { field, kind, text } = entry;
  if (entry.connection === connection) return field === spec.field ? text : undefined;
  if (kind !== spec.kind || !isSameField(entry, spec)) return undefined;
  const chosen = chosenIn(kind, text);
  if (chosen) return translate(entry, chosen, optionsOf(spec, catalog));
  // An id without a name.
  return !isCustomKey(field) && field.endsWith('Id') ? undefined : text;
}

/** Custom fields have ids of their own in each CRM, and may share their labels. */
function isSameField(entry: Entry, spec: FieldSpec): boolean {
  const areCustom = isCustomKey(entry.field) && isCustomKey(spec.field);
  return areCustom ? fold(entry.label) === fold(spec.label) : entry.field === spec.field;
}

/** The ids a text holds; `null` for kinds that are no choice. */
function chosenIn(kind: FieldKind, text: string): string[] | null {
  if (kind === 'choice') return text ? [text] : [];
  return kind === 'choices' || kind === 'links' ? readList(text) : null;
}

function translate({ kind, text, names }: Entry, chosen: readonly string[], options: readonly Option[]) {
  if (chosen.length === 0) return text;
  const ids = names.flatMap((name) => findByName(name, options)?.id ?? []);
  if (ids.length === 0) return undefined;
  return kind === 'choice' ? ids[0] : JSON.stringify(ids);
}

/** The one that is called so; none where several are. */
function findByName({ name, group }: Name, options: readonly Option[]): Option | undefined {
  const alike = options.filter((option) => fold(option.name) === fold(name));
  const closer = alike.length > 1 ? alike.filter((option) => fold(option.group) === fold(group)) : alike;
  return closer.length === 1 ? closer[0] : undefined;
}

function optionsOf({ field, choices }: FieldSpec, catalog: Catalog | null): Option[] {
  if (field !== 'stageId') return choices.map(({ id, name }) => ({ id, name, group: '' }));
  const pipelines = catalog?.pipelines ?? [];
  return pipelines.flatMap(({ name: group, stages }) => stages.map(({ id, name }) => ({ id, name, group })));
}
