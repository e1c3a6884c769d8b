import { kqlComment } from '../../quoting/kql.ts';
import { splComment } from '../../quoting/spl.ts';

/** One data model of a search. */
export interface SplPart {
  /** `Endpoint.Processes` */
  readonly dataset: string;
  /** Built by the language room; null: nothing to look for here. */
  readonly where: string | null;
  /** What makes a row, without the dataset's name. tstats drops an event that lacks one of these: only what every event has. */
  readonly by: readonly string[];
  /** What else an analyst needs to see. */
  readonly values: readonly string[];
}

/** One table of a query. */
export interface KqlPart {
  readonly table: string;
  readonly where: string | null;
  readonly columns: readonly string[];
}

/** How far a hunt looks back. */
const WINDOW = '30d';

/**
 * One search over data models: the parts one after the other, times readable, newest first. Null where no part has anything to
 * look for.
 */
export function splSearch(comment: string, parts: readonly SplPart[]): string | null {
  const [first, ...more] = parts.flatMap((part) => (part.where === null ? [] : [tstats(part)]));
  if (first === undefined) return null;
  return [
    splComment(comment),
    ...first,
    ...more.flatMap((lines) => ['| append [', ...lines.map((line) => `    ${line}`), '  ]']),
    '| sort 0 - lastTime',
    '| `security_content_ctime(firstTime)`',
    '| `security_content_ctime(lastTime)`',
  ].join('\n');
}

function tstats({ dataset, where, by, values }: SplPart): string[] {
  const object = dataset.slice(dataset.indexOf('.') + 1);
  return [
    '| tstats `summariesonly` count min(_time) as firstTime max(_time) as lastTime',
    `    ${values.map((field) => `values(${object}.${field}) as ${field}`).join(' ')}`,
    `    from datamodel=${dataset}`,
    `    where ${where}`,
    `    by ${by.map((field) => `${object}.${field}`).join(' ')}`,
    `| \`drop_dm_object_name(${object})\``,
  ];
}

/** One query over workspace tables: their union where there are several, newest first. Null where no part has anything to look for. */
export function kqlQuery(comments: readonly string[], parts: readonly KqlPart[]): string | null {
  const bodies = parts.flatMap(({ table, where, columns }) =>
    where === null
      ? []
      : [
          [
            table,
            `| where TimeGenerated > ago(${WINDOW})`,
            `| where ${where}`,
            `| project ${['TimeGenerated', ...columns].join(', ')}`,
          ],
        ],
  );
  const [first] = bodies;
  if (first === undefined) return null;
  const body =
    bodies.length === 1
      ? first
      : [
          'union isfuzzy=true',
          ...bodies.flatMap((lines, n) => {
            const last = n === bodies.length - 1;
            return lines.map(
              (line, at) => `    ${at === 0 ? '(' : ''}${line}${at === lines.length - 1 ? (last ? ')' : '),') : ''}`,
            );
          }),
        ];
  return [...comments.map(kqlComment), ...body, '| order by TimeGenerated desc'].join('\n');
}
