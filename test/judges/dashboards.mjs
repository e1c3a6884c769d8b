// Splunk's own schema of dashboards on those of the app: the definition, and the options of each kind of visualization.
// Usage: dashboards.mjs FOLDER-OF-PACKAGES VIEW…
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import process from 'node:process';

const [packages, ...views] = process.argv.slice(2);
const installed = createRequire(join(packages, 'package.json'));
const { createSchemaBasedOnDicts } = installed('@splunk/dashboard-definition');
const { migrateToTabsLayout } = installed('@splunk/dashboard-utils');
const schemas = installed('@splunk/visualization-schemas');
const { Ajv } = installed('ajv');

/** `splunk.singlevalue` is `singleValueOptionsSchema`. */
const optionSchemas = new Map(
  Object.entries(schemas).flatMap(([name, schema]) => {
    const kind = /^(\w+)OptionsSchema$/.exec(name)?.[1];
    return kind ? [[`splunk.${kind.toLowerCase()}`, schema]] : [];
  }),
);
const schema = createSchemaBasedOnDicts({ visualizationDict: Object.fromEntries(optionSchemas) });
const validate = new Ajv({ strict: false, allErrors: true }).compile(schema);

let failed = views.length === 0;
for (const view of views) {
  const definition = read(view);
  const wrong = faults(definition);
  failed ||= wrong.length > 0;
  const counts = ['visualizations', 'dataSources', 'inputs'].map(
    (key) => `${Object.keys(definition[key]).length} ${key}`,
  );
  tell(
    `dashboards ${basename(view)}: ${wrong.length > 0 ? 'failed' : 'passed'}, ${counts.join(', ')}, ${wrong.length} faults`,
  );
  for (const fault of wrong.slice(0, 10)) tell(`  ${fault}`);
}
if (faults(broken(read(views[0]))).length < 2) {
  failed = true;
  tell('dashboards: failed, it finds nothing wrong with a broken dashboard');
}
process.exitCode = failed ? 1 : 0;

function read(view) {
  const definition = /<definition><!\[CDATA\[([\s\S]*)\]\]><\/definition>/.exec(readFileSync(view, 'utf8'))?.[1];
  return JSON.parse(definition);
}

function faults(definition) {
  // A dashboard of one page, as Splunk 9 writes it, is one of a single tab to Splunk 10, which turns it into that when it is read.
  validate(migrateToTabsLayout({ definition }).definition);
  const wrong = (validate.errors ?? []).map(
    ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
  );
  for (const [id, { type, options = {} }] of Object.entries(definition.visualizations)) {
    const known = optionSchemas.get(type);
    if (!known) wrong.push(`${id}: Splunk has no ${type}`);
    // The schema lets unknown options through, which the dashboard then ignores.
    else
      wrong.push(
        ...Object.keys(options)
          .filter((name) => !Object.hasOwn(known, name))
          .map((name) => `${id}: ${type} has no option ${name}`),
      );
  }
  return wrong;
}

/** With a setting of the wrong type, and an option that there is not. */
function broken(definition) {
  const [first] = Object.keys(definition.visualizations);
  const copy = structuredClone(definition);
  copy.title = 7;
  copy.visualizations[first].options = { nowhere: true };
  return copy;
}

function tell(line) {
  process.stdout.write(`${line}\n`);
}
