// Renders every dashboard with Splunk's own packages on the records of the sandbox, in both themes, and looks at what a person sees.
// Usage: render.mjs FOLDER-OF-PACKAGES FOLDER-OF-THE-PAGE WORK SHOTS
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { createAnswers } from './answers.mjs';
import { choose, look, SCREEN } from './look.mjs';
import { makeRecords, NOW } from './records.mjs';
import { serve } from './server.mjs';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const [packages, bundle, work, shots] = process.argv.slice(2);
const { chromium } = createRequire(join(packages, 'package.json'))('playwright-core');
const VIEWS = join(root, 'splunk_app/default/data/ui/views');
const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

const executablePath = process.env.CHROMIUM ?? findBrowser();
if (!executablePath) {
  tell(
    `views: failed, there is no browser: install Debian's chromium, or name one in CHROMIUM (looked for ${NAMES.join(', ')})`,
  );
  process.exit(1);
}
mkdirSync(shots, { recursive: true });

const views = readdirSync(VIEWS)
  .sort()
  .map((file) => ({ name: file.replace(/^huntsync_|\.xml$/g, ''), definition: read(file) }));
const records = await makeRecords(root, work);
const server = await serve(bundle, await createAnswers(root, records, NOW));
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--hide-scrollbars'] });
let failed = views.length === 0;
try {
  for (const { name, definition } of views) {
    await Promise.all(['dark', 'light'].map((theme) => judge(name, { definition, theme })));
  }
  const hunt = views.find(({ name }) => name === 'hunt');
  await judge('hunt-chosen', { ...hunt, theme: 'dark', tokens: { default: { hunt_key: 'uc:UC_FAKECAPTCHA' } } });
  const refused = records.collections.huntsync_hunts.find(({ status }) => status === 'rejected').hunt_key;
  const rejected = { ...hunt, theme: 'dark', tokens: { default: { hunt_key: refused } } };
  await judge('hunt-rejected', rejected, { clicks: false });
  const nothing = Object.fromEntries(Object.keys(records.collections).map((name) => [name, []]));
  const bare = await serve(bundle, await createAnswers(root, { ...records, collections: nothing }, NOW));
  for (const { name, definition } of views)
    await judge(`${name}-empty`, { definition, theme: 'dark' }, { url: bare.url });
  bare.close();
  const found = await look(browser, server.url, {
    definition: broken(views.find(({ name }) => name === 'overview').definition),
    theme: 'dark',
  });
  const missed = ['ds_queue (Queue)', 'viz_hunts (All hunts): shows', 'waits for a token'].filter(
    (text) => !found.faults.some((fault) => fault.includes(text)),
  );
  if (missed.length > 0) {
    failed = true;
    tell(`views: failed, of a broken dashboard it does not say ${missed.join(', ')}: ${found.faults.join('; ')}`);
  }
} finally {
  await browser.close();
  server.close();
  await records.close();
}
process.exitCode = failed ? 1 : 0;

async function judge(name, shown, { url = server.url, clicks = shown.theme === 'dark' } = {}) {
  const { page, faults, panels, rows, height } = await look(browser, url, shown);
  await page.setViewportSize({ ...SCREEN, height: Math.max(SCREEN.height, height) });
  await page.waitForTimeout(200);
  await page.screenshot({ path: join(shots, `${name}-${shown.theme}.png`), fullPage: true });
  if (clicks) faults.push(...(await choose(page, shown.definition)));
  await page.close();
  failed ||= faults.length > 0;
  tell(
    `views ${name} ${shown.theme}: ${faults.length > 0 ? 'failed' : 'passed'}, ${panels} panels, ${rows} rows, ${faults.length} faults`,
  );
  for (const fault of faults.slice(0, 10)) tell(`  ${fault}`);
}

/** A search that cannot run, a list that shows little, and a token that nothing sets. */
function broken(definition) {
  const copy = structuredClone(definition);
  copy.dataSources.ds_queue.options.query = '| inputlookup huntsync_nowhere';
  copy.dataSources.ds_retired.options.query += ' | search x=$nothing|s$';
  copy.layout.structure.find(({ item }) => item === 'viz_hunts').position.h = 200;
  return copy;
}

function read(file) {
  return JSON.parse(
    /<definition><!\[CDATA\[([\s\S]*)\]\]><\/definition>/.exec(readFileSync(join(VIEWS, file), 'utf8'))[1],
  );
}

function findBrowser() {
  for (const name of NAMES) {
    try {
      return execFileSync('which', [name], { encoding: 'utf8' }).trim();
    } catch {
      // The next one.
    }
  }
  return undefined;
}

function tell(line) {
  process.stdout.write(`${line}\n`);
}
