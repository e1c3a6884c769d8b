import { EVENT_KINDS, type EventKind, eventIn, SCHEMAS } from './index.ts';

interface Source {
  readonly kind: EventKind;
  /** Stands wherever the name does. */
  readonly word: string;
  /** The name stands in the query, as a table or as a data model's object. */
  readonly named: RegExp;
  /** Where several kinds share the source: one of the values that tell this one. */
  readonly given: RegExp | null;
}

let sources: readonly Source[] | undefined;

/** The kinds of event that a query reads, by the names of the sources in it. Where kinds share a source, all that it may read. */
export function kindsRead(query: string): EventKind[] {
  sources ??= EVENT_KINDS.flatMap((kind) =>
    SCHEMAS.flatMap((schema): Source[] => {
      const home = eventIn(schema, kind);
      if (!home) return [];
      const given = home.given?.values.join('|');
      return [
        {
          kind,
          word: home.source.split('.').at(-1) ?? '',
          named: named(home.source),
          given: given === undefined ? null : new RegExp(`\\b(?:${given})\\b`, 'i'),
        },
      ];
    }),
  );
  const found = sources.filter(
    ({ word, named: name, given }) => query.includes(word) && name.test(query) && (given?.test(query) ?? true),
  );
  return [...new Set(found.map(({ kind }) => kind))];
}

/** `Endpoint.Processes` stands as such, as `nodename=Processes`, or before a field: `Processes.dest`. */
function named(source: string): RegExp {
  const [model = '', object] = source.split('.');
  if (object === undefined) return new RegExp(`(?<![\\w.])${model}\\b`);
  return new RegExp(`\\b${model}\\.${object}\\b|(?<![\\w.])${object}\\.[a-z]|nodename\\s*=\\s*"?${object}\\b`);
}
