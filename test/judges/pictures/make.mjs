// Makes the pictures of docs/images of the sandbox: make.mjs FOLDER-OF-PACKAGES FOLDER-OF-THE-PAGE WORK OUT
// The dashboard is rendered by Splunk's packages (Apache-2.0), as `views` does.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
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
const DESK = { width: 1280, height: 760 };
/** Wide enough for three platforms beside each other. */
const WIDE = { width: 1440, height: 700 };
const PHONE = { width: 390, height: 760 };

// Whatever is started from here on has the clock of the pictures, as this has.
process.env.NODE_OPTIONS = `--import ${new URL('clock.mjs', import.meta.url)}`;
mkdirSync(out, { recursive: true });
const records = await makeRecords(root, work);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? execFileSync('which', ['chromium'], { encoding: 'utf8' }).trim(),
  args: ['--no-sandbox', '--hide-scrollbars', '--font-render-hinting=none'],
});
try {
  await huntsync('sync');
  await huntsync('run');
  await ofThePage();
  await ofTheReport();
  await ofADashboard();
  await ofTheTerminal();
} finally {
  await browser.close();
  await records.close();
}

/** A command of ours, on all platforms of the sandbox. */
async function huntsync(...args) {
  const child = spawn(process.execPath, [cli, ...args, '--config', records.config], {
    env: { ...process.env, ...records.env },
    stdio: 'ignore',
  });
  // The feed that it reads is served by this process.
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`huntsync ${args.join(' ')} ends with ${code}`);
}

async function ofThePage() {
  const child = spawn(process.execPath, [cli, 'serve', '--port', '0', '--config', records.config], {
    env: { ...process.env, ...records.env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  try {
    const url = await addressIn(child.stderr);
    const open = async (path, viewport) => {
      const page = await browser.newPage({ viewport });
      await page.goto(url + path);
      // Articles are read beside the first answers.
      while ((await page.locator('#reading').count()) > 0) await page.reload();
      return page;
    };
    await shoot(await open('/', WIDE), 'page');
    const page = await open('/', DESK);
    await page.locator('#coverage').scrollIntoViewIfNeeded();
    const { x, y } = await page.locator('#coverage').boundingBox();
    await page.setViewportSize({ ...DESK, height: 4000 });
    await page.evaluate(() => window.scrollTo(0, 0));
    const top = (await page.locator('#coverage').boundingBox())?.y ?? y;
    await shoot(page, 'coverage', { clip: { x: x - 16, y: top - 16, width: 1256, height: 480 } });
    await shoot(await open('/', PHONE), 'phone');
    const told = records.collections.huntsync_hunts
      .filter(({ why, status, hunt_key }) => why && status === 'active' && hunt_key.startsWith('uc:'))
      .sort((a, b) => (a.hunt_key < b.hunt_key ? -1 : 1))[0];
    await shoot(await open(`/hunt/${encodeURIComponent(told.hunt_key)}`, { ...DESK, height: 800 }), 'hunt');
  } finally {
    child.kill();
    await once(child, 'exit');
  }
}

async function addressIn(stream) {
  for await (const line of createInterface({ input: stream })) {
    const found = /The page: (http:\S+)/.exec(line);
    if (found) {
      stream.resume();
      return found[1];
    }
  }
  throw new Error('the page is not served');
}

async function ofTheReport() {
  const file = join(work, 'report.html');
  await huntsync('report', file);
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
  // The last step of the demo, without what follows its table.
  const last = steady
    .slice(steady.search(/^.*4\. What the hunts find/m))
    .split('\n')
    .slice(0, 18)
    .join('\n');
  await page.setContent(terminalPage(last.trimEnd()));
  await shoot(page.locator('pre'), 'terminal');
  await page.close();
}

async function shoot(what, name, options = {}) {
  const path = join(out, `${name}.png`);
  await what.screenshot({ path, animations: 'disabled', ...options });
  process.stdout.write(`pictures ${name}: ${Math.round(statSync(path).size / 1024)} kB\n`);
}
