// Makes what the judges look at: the app as it is installed, and the exports of several sets of briefings.
// Usage: exports.mjs FOLDER. Below it: app/, apps/NAME (unpacked packages), exports/NAME/KIND.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { loadCatalogue } from '../../dist/knowledge/catalogue.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const SHARED = join(ROOT, '../shared');
const [work] = process.argv.slice(2);

const app = join(work, 'app/huntsync');
cpSync(join(ROOT, 'splunk_app'), app, { recursive: true });
cpSync(app, join(work, 'apps/app/huntsync'), { recursive: true });

const catalogue = join(work, 'catalogue');
writeCatalogue(catalogue);

/** Briefings of each set. Real ones are not everybody's to have. */
const sets = {
  samples: [join(ROOT, 'config/samples')],
  catalogue: [catalogue],
  hostile: [join(ROOT, 'test/judges/briefings')],
};
const corpus = ['briefings', 'seeds', 'variants', 'late_dialect_fixture.md'].map((name) =>
  join(SHARED, 'corpus', name),
);
if (existsSync(corpus[0])) sets.corpus = corpus;
else process.stdout.write('exports corpus: not on this machine, so not judged\n');

const environment = { splunk: { filterMacros: true } };
for (const [name, paths] of Object.entries(sets)) {
  makeExports(name, paths, { kinds: ['splunk', 'navigator', 'stix'] });
  makeExports(`${name}-es`, paths, { kinds: ['splunk'], settings: { enterpriseSecurity: true }, environment });
}
// The smallest layer that there is: one technique, one hunt.
makeExports('single', [join(catalogue, 'UC_LSASS.md')], { kinds: ['navigator'] });
makeExports('scheduled', sets.samples, {
  kinds: ['splunk'],
  settings: { app: 'soc_hunts', schedule: { enabled: true, severities: ['CRIT', 'HIGH', 'MED', 'LOW'] } },
});
for (const output of ['summaryIndex', 'notable', 'risk']) {
  makeExports(`reporting-${output.toLowerCase()}`, sets.samples, {
    kinds: ['splunk'],
    settings: { enterpriseSecurity: true, schedule: { enabled: true, output } },
  });
}

function makeExports(name, paths, { kinds, settings = {}, environment: given = {} }) {
  const folder = join(work, 'exports', name);
  const config = join(folder, 'huntsync.yaml');
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    config,
    JSON.stringify({
      environment: given,
      sources: paths.map((path) => ({ kind: 'briefings', path })),
      // No platform is reached: neither addresses nor secrets are there.
      platforms: [
        // biome-ignore lint/suspicious/noTemplateCurlyInString: that is how the configuration names a variable.
        { name: 'splunk', kind: 'splunk', url: '${SPLUNK_URL}', token: '${SPLUNK_TOKEN}', ...settings },
        {
          name: 'sentinel',
          kind: 'sentinel',
          subscriptionId: '00000000-0000-0000-0000-000000000000',
          resourceGroup: 'soc',
          workspace: 'soc-workspace',
        },
      ],
    }),
  );
  const counts = kinds.map((kind) => `${kind} ${count(exportTo(config, kind, join(folder, kind)))}`);
  process.stdout.write(`exports ${name}: made, ${counts.join('; ')}\n`);
  if (kinds.includes('splunk')) unpack(join(folder, 'splunk'), join(work, 'apps', name));
}

function exportTo(config, kind, folder) {
  const args = ['dist/cli.js', 'export', kind, folder, '--config', config, '--json'];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8', maxBuffer: 1e9 });
  const report = status === 0 ? JSON.parse(stdout) : undefined;
  if (!report?.complete || report.hunts === 0) throw new Error(`no export ${kind} of ${config}: ${stderr}${stdout}`);
  return report;
}

function count({ counts, leftOut }) {
  return [...Object.entries(counts).map(([what, number]) => `${number} ${what}`), `${leftOut.length} left out`].join(
    ', ',
  );
}

function unpack(from, into) {
  mkdirSync(into, { recursive: true });
  for (const name of readdirSync(from)) {
    const { status, stderr } = spawnSync('tar', ['-xzf', join(from, name), '-C', into], { encoding: 'utf8' });
    if (status !== 0) throw new Error(`${name} cannot be unpacked: ${stderr}`);
  }
}

/** Each of our own use cases as a briefing that calls for it, whatever its triggers are. */
function writeCatalogue(folder) {
  mkdirSync(folder, { recursive: true });
  const fence = (label, language, text) =>
    text === undefined ? [] : [`**${label}:**`, `\`\`\`${language}`, text.trimEnd(), '```', ''];
  for (const { id, title, phase, confidence, techniques, queries } of loadCatalogue()) {
    const lines = [
      `# [HIGH] ${title}`,
      '',
      '**Source:** huntsync catalogue',
      '**Published:** 2026-01-01',
      `**Article:** https://example.org/catalogue/${id}`,
      '',
      '## MITRE ATT&CK Techniques',
      '',
      ...techniques.map((technique) => `- **${technique}** — ${title}`),
      '',
      '## Recommended hunts',
      '',
      `### ${title}`,
      '',
      `\`${id}\` · phase: **${phase}** · confidence: **${confidence}**`,
      '',
      ...fence('Splunk SPL (CIM)', 'spl', queries.spl),
      ...fence('Sentinel KQL', 'kql', queries.kql),
    ];
    writeFileSync(join(folder, `${id}.md`), lines.join('\n'));
  }
}
