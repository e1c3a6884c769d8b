import type { ActualObject, Fields, Marker } from '../sync/types.ts';
import { CUSTOM_DETAILS, partDetails, withDetails } from './details.ts';
import { type EntityMappings, mappingsOf, textOfMappings } from './entities.ts';
import { decodeMarker, encodeMarker } from './marker.ts';
import { ruleId } from './names.ts';
import { type TacticBody, tacticBodies, textOfTactics } from './tactics.ts';

/**
 * What is sent of a rule (https://learn.microsoft.com/graph/api/resources/security-detectionrule?view=graph-rest-1.0). Automated
 * actions and the scope are never among it: an update leaves out what it does not name.
 */
export interface RuleBody {
  readonly id?: string;
  readonly displayName: string;
  readonly description: string;
  /** Absent where Defender itself has switched the rule off: no client can say that. */
  readonly status?: string;
  readonly queryCondition: { readonly queryText: string };
  readonly schedule: { readonly frequency: string };
  readonly detectionAction: {
    readonly alertTemplate: {
      readonly title: string;
      readonly description: string;
      readonly severity: string;
      readonly recommendedActions: string;
      readonly tactics: readonly TacticBody[];
      readonly entityMappings: EntityMappings;
      readonly customDetails?: Readonly<Record<string, string>>;
    };
  };
}

export const IN_USE = 'hunting';
export const RETIRED = 'retired';
export const RETIRED_FIELDS: Fields = { status: 'disabled', use: RETIRED };
/** What decides on what the automated actions of a rule act, and when. */
export const ACTED_ON_FIELDS: readonly string[] = ['query', 'entities', 'status', 'frequency'];

/**
 * The body that stores an object; collections that it had and has no more are emptied, which an update would leave otherwise.
 *
 * @param there the rule as Graph has it: words that somebody put into its description stay.
 */
export function toNative(
  { fields, marker }: { readonly fields: Fields; readonly marker: Marker },
  before: ActualObject | null,
  there: unknown = null,
): Omit<RuleBody, 'id'> {
  const field = (name: string) => fields[name] ?? '';
  const emptied = Object.keys(mappingsOf(before?.fields['entities'] ?? '')).map((name) => [name, []] as const);
  const adoptedId = before && before.id !== ruleId(marker.key) ? before.id : '';
  const unlisted = { use: field('use'), severity: field('severity') };
  const queryText = withDetails(field('query'), field('details'));
  return {
    displayName: field('displayName'),
    description: encodeMarker(marker, unlisted, adoptedId, textAt(there, 'description')),
    ...(field('status') === 'autoDisabled' ? {} : { status: field('status') }),
    queryCondition: { queryText },
    schedule: { frequency: field('frequency') },
    detectionAction: {
      alertTemplate: {
        title: field('alertTitle'),
        description: field('description'),
        severity: field('alertSeverity'),
        recommendedActions: field('triage'),
        tactics: tacticBodies(field('tactics')),
        entityMappings: { ...Object.fromEntries(emptied), ...mappingsOf(field('entities')) },
        ...(queryText === field('query') ? {} : { customDetails: CUSTOM_DETAILS }),
      },
    },
  };
}

/** Reads one rule; null where it has no id. A copy has another id than its marker tells, and is unmanaged. */
export function fromNative(raw: unknown): ActualObject | null {
  const id = textAt(raw, 'id');
  if (id === '') return null;
  const found = decodeMarker(textAt(raw, 'description'));
  const marker = found && (found.id || ruleId(found.marker.key)) === id ? found.marker : null;
  const template = at(at(raw, 'detectionAction'), 'alertTemplate');
  const { query, details } = partDetails(textAt(at(raw, 'queryCondition'), 'queryText').replace(/\r\n?/g, '\n'));
  const version = textAt(raw, 'lastModifiedDateTime');
  const actions = actionsOf(raw);
  return {
    id,
    name: textAt(raw, 'displayName'),
    fields: {
      query,
      details,
      displayName: textAt(raw, 'displayName'),
      status: textAt(raw, 'status'),
      frequency: durationOf(textAt(at(raw, 'schedule'), 'frequency')),
      alertTitle: textAt(template, 'title'),
      description: textAt(template, 'description'),
      alertSeverity: textAt(template, 'severity').toLowerCase(),
      triage: textAt(template, 'recommendedActions'),
      tactics: textOfTactics(at(template, 'tactics')),
      entities: textOfMappings(at(template, 'entityMappings')),
      use: found?.carried.use ?? '',
      severity: found?.carried.severity ?? '',
    },
    marker,
    ...(actions.length > 0 ? { actions } : {}),
    ...(version === '' ? {} : { etag: version }),
  };
}

/** What a rule does by itself when it hits, by the names of `automatedActions`; huntsync never sets that. */
function actionsOf(raw: unknown): string[] {
  const actions = at(at(raw, 'detectionAction'), 'automatedActions');
  return Object.entries((actions ?? {}) as object).flatMap(([name, one]) =>
    Array.isArray(one) && one.length > 0 ? [name] : [],
  );
}

/** A member of an object; undefined where there is none. */
export function at(raw: unknown, name: string): unknown {
  return typeof raw === 'object' && raw !== null ? (raw as Record<string, unknown>)[name] : undefined;
}

export function textAt(raw: unknown, name: string): string {
  const value = at(raw, name);
  return typeof value === 'string' ? value : '';
}

/** One form of a duration: a day is P1D and 24 hours. */
function durationOf(text: string): string {
  return { PT24H: 'P1D', P0DT24H: 'P1D', P1DT0H: 'P1D', PT60M: 'PT1H', PT180M: 'PT3H', PT720M: 'PT12H' }[text] ?? text;
}
