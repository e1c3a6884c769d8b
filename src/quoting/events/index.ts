import { APPLIANCE_EVENTS } from './appliances.ts';
import { APPLICATION_EVENTS } from './applications.ts';
import { CLOUD_EVENTS } from './cloud.ts';
import { ENDPOINT_EVENTS } from './endpoint.ts';
import type { EventDefinition, EventHome, EventSchema, FieldHomes, NativeField } from './event.ts';
import { IDENTITY_EVENTS } from './identity.ts';
import { MAIL_EVENTS } from './mail.ts';
import { NETWORK_EVENTS } from './network.ts';

export { type EventHome, type EventSchema, type Form, type NativeField, SCHEMAS } from './event.ts';

const EVENTS = {
  ...ENDPOINT_EVENTS,
  ...NETWORK_EVENTS,
  ...MAIL_EVENTS,
  ...IDENTITY_EVENTS,
  ...CLOUD_EVENTS,
  ...APPLICATION_EVENTS,
  ...APPLIANCE_EVENTS,
};

/** A kind of event: `process`, `connection`, `mail`. */
export type EventKind = keyof typeof EVENTS;

/** A neutral field of a kind of event. */
export type FieldOf<Kind extends EventKind> = keyof (typeof EVENTS)[Kind]['fields'] & string;

export const EVENT_KINDS = Object.keys(EVENTS) as readonly EventKind[];

/** The neutral fields of a kind, in the order in which a result shows them. */
export function eventFields(kind: EventKind): readonly string[] {
  return Object.keys(EVENTS[kind].fields);
}

/** A neutral field as one schema has it. */
export interface FieldHome {
  /** Where the value may stand, the first where a row is made. Empty: the schema does not tell it. */
  readonly natives: readonly NativeField[];
  /** The field's vocabulary, and the schema's word for each, null where it has none. Any other value stands for itself. */
  readonly values: ReadonlyMap<string, string | null>;
}

/** A kind of event as one schema has it. */
export interface EventInSchema extends EventHome {
  readonly fields: ReadonlyMap<string, FieldHome>;
}

/** Where a schema keeps the events of a kind; null where it has no place for them. */
export function eventIn(schema: EventSchema, kind: EventKind): EventInSchema | null {
  const event: EventDefinition = EVENTS[kind];
  const home = event[schema];
  if (!home) return null;
  const fields = Object.entries(event.fields).map(([name, homes]) => [name, homeOf(homes, schema)] as const);
  return { ...home, fields: new Map(fields) };
}

function homeOf({ values = {}, ...homes }: FieldHomes, schema: EventSchema): FieldHome {
  const given = homes[schema] ?? [];
  const natives = (Array.isArray(given) ? given : [given]) as readonly (string | NativeField)[];
  return {
    natives: natives.map((native) => (typeof native === 'string' ? { name: native } : native)),
    values: new Map(Object.entries(values).map(([word, own]) => [word, own[schema] ?? null])),
  };
}
