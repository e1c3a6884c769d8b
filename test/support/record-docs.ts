import { columnName, RECORD_NAMES as TABLES } from '../../src/sentinel/records/names.ts';
import { RECORD_NAMES as COLLECTIONS } from '../../src/splunk/records/names.ts';
import {
  type FieldSpec,
  type FieldType,
  MAX_ITEMS,
  MAX_TEXT,
  RECORD_TYPES,
  RECORDS,
} from '../../src/sync/records/schema.ts';

/** How the types are called on either side. */
const TYPES: Readonly<Record<FieldType, string>> = {
  string: 'text',
  int: 'whole number',
  boolean: 'true or false',
  date: 'day',
  datetime: 'time (UTC)',
  strings: 'list of texts',
};

/** `config/reference/records.md`, from the definition. */
export function recordDocs(): string {
  const parts = RECORD_TYPES.map((type) => {
    const spec = { ...RECORDS[type], ...COLLECTIONS[type], ...TABLES[type] };
    return `## ${spec.table.replace(/_CL$/, '')}

${spec.description} One record for each \`${spec.key}\`.

Splunk: collection and lookup \`${spec.collection}\`, sourcetype \`${spec.sourcetype}\`.
Log Analytics: table \`${spec.table}\`, function \`${spec.function}\` for the newest version of each record.

| Splunk field | Log Analytics column | type | at most | what it is | example |
|---|---|---|---|---|---|
${spec.fields.map(row).join('\n')}
`;
  });
  return `# Records

What huntsync writes beside the hunts, for searches and dashboards. Made from \`src/sync/records/fields\` by
\`npx vitest run --config test/vitest.config.ts test/reference/records.test.ts -u\`; the same test holds this page to it,
others the Splunk app and the Azure template. Articles, hunts and indicators point at each other by \`article_id\`,
\`hunt_key\` and \`indicator_id\`. A day that is not known is null (Splunk: not there), any other text that is not known
is empty. Log Analytics tables have \`TimeGenerated\` too, which equals \`Updated\`.

${parts.join('\n')}`;
}

function row({ name, type, description, example, max = MAX_TEXT, maxItems = MAX_ITEMS }: FieldSpec): string {
  const limit = { string: `${max}`, strings: `${maxItems} of ${max}` }[type as string] ?? '';
  const shown = JSON.stringify(example).replaceAll('|', '\\|');
  return `| \`${name}\` | \`${columnName(name)}\` | ${TYPES[type]} | ${limit} | ${description} | \`${shown}\` |`;
}
