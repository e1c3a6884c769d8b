// Makes the pictures of docs/images of the sandbox: make.mjs FOLDER-OF-PACKAGES FOLDER-OF-THE-PAGE WORK OUT
// The dashboard is rendered by Splunk's packages (Apache-2.0), as `views` does.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { createAnswers } from '../views/answers.mjs';
import { look } from '../views/look.mjs';
import { makeRecords, NOW } from '../views/records.mjs';
import { serve } from '../views/server.mjs';
import { terminalPage } from './terminal.mjs';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const [packages, bundle, work, out] = process.argv.slice(2);
const { chromium } = createRequire(join(packages, 'package.json'))('playwright-core');
const cli = join(root, 'dist/cli.js');
const DESK = { width: 1280, height: 860 };
const PHONE = { width: 390, height: 760 };
const TUNED = 'uc:UC_SCHEDULED_TASK';

// Whatever is started from here on has the clock of the pictures, as this has.
process.env.NODE_OPTIONS = `--import ${new URL('clock.mjs', import.meta.url)}`;
mkdirSync(out, { recursive: true });
const records = await makeRecords(root, work);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? execFileSync('which', ['chromium'], { encoding: 'utf8' }).trim(),
  args: ['--no-sandbox', '--hide-scrollbars', '--font-render-hinting=none'],
});
try {
  await ofThePage();
  await ofTheReport();
  await ofADashboard();
  await ofTheTerminal();
} finally {
  await browser.close();
  await records.close();
}

async function ofThePage() {
  const page = await browser.newPage({ viewport: DESK });
  const open = async (path) => {
    await page.goto(records.page + path);
    while ((await page.locator('#reading').count()) > 0) await page.reload();
  };
  await open('/');
  await shoot(page, 'page');
  await shoot(page.locator('section', { has: page.locator('#coverage') }), 'coverage');
  await page.setViewportSize(PHONE);
  await shoot(page, 'phone');
  await page.setViewportSize({ ...DESK, height: 1000 });
  await open(`/hunt/${encodeURIComponent(TUNED)}`);
  await shoot(page, 'hunt');
  await page.close();
}

async function ofTheReport() {
  const file = join(work, 'report.html');
  execFileSync(process.execPath, [cli, 'report', file, '--config', records.config], {
    env: { ...process.env, ...records.env },
    stdio: 'ignore',
  });
  const page = await browser.newPage({ viewport: DESK });
  await page.goto(pathToFileURL(file).href);
  await shoot(page, 'report');
  await page.close();
}

async function ofADashboard() {
  const view = readFileSync(join(root, 'splunk_app/default/data/ui/views/huntsync_overview.xml'), 'utf8');
  const definition = JSON.parse(/<definition><!\[CDATA\[([\s\S]*)\]\]><\/definition>/.exec(view)[1]);
  const server = await serve(bundle, await createAnswers(root, records, NOW));
  const { page, faults } = await look(browser, server.url, { definition, theme: 'dark' });
  if (faults.length > 0) throw new Error(faults.join('\n'));
  await shoot(page, 'dashboard');
  await page.close();
  server.close();
}

async function ofTheTerminal() {
  const shown = execFileSync(process.execPath, [cli, 'sandbox', '--demo'], {
    env: { ...process.env, FORCE_COLOR: '1', COLUMNS: '110' },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  // What changes from run to run: how long it took.
  const steady = shown.replace(/\b(\d+(?:\.\d+)?) (ms|s)\b/g, '0.5 s');
  const page = await browser.newPage({ viewport: DESK });
  await page.setContent(terminalPage(steady.slice(steady.lastIndexOf('\n3. ') + 1).trimEnd()));
  await shoot(page.locator('pre'), 'terminal');
  await page.close();
}

async function shoot(what, name) {
  const path = join(out, `${name}.png`);
  await what.screenshot({ path, animations: 'disabled' });
  process.stdout.write(`pictures ${name}: ${Math.round(statSync(path).size / 1024)} kB\n`);
}
