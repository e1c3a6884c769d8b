import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Browser, chromium, type Page } from 'playwright-core';
import { Agent, fetch } from 'undici';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readConfig } from '../../src/commands/config.ts';
import { createPageReader, type PageReader } from '../../src/commands/page-reader.ts';
import { runOnce } from '../../src/commands/run-sync.ts';
import { runOnPlatforms } from '../../src/commands/runs.ts';
import { openPage } from '../../src/commands/serve.ts';
import type { PageServer } from '../../src/page/listen.ts';
import { briefing } from '../support/briefing.ts';
import { findChromium } from '../support/chromium.ts';
import { createWorld, SAMPLES, type World, writeBriefing } from '../support/world.ts';

const executablePath = findChromium();
if (executablePath === undefined) {
  process.stderr.write('No Chromium on this machine: the web page is not tested in a browser. Set CHROMIUM to one.\n');
}

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const MAX_BYTES = 300_000;
const NAMES = Array.from({ length: 30 }, (_, at) => `"tool-${at}.exe"`).join(', ');

interface AxeResult {
  readonly violations: readonly { readonly id: string; readonly impact: string; readonly nodes: readonly object[] }[];
}

describe.skipIf(executablePath === undefined)('the web page in Chromium', { timeout: 240_000 }, () => {
  let world: World;
  let reader: PageReader;
  let server: PageServer;
  let browser: Browser;
  let page: Page;
  const consoleErrors: string[] = [];

  beforeAll(async () => {
    world = await createWorld({ briefings: SAMPLES, records: true });
    writeBriefing(
      world,
      'bad.md',
      briefing('A title <b>in bold</b>', 'Sends mail', 'index=main\n| sendemail to="a@b.example"'),
    );
    writeBriefing(
      world,
      'long.md',
      briefing('A long line', 'Writes a table', `index=main process_name IN (${NAMES}) | outputlookup seen.csv`),
    );
    const config = await readConfig(world.config, world.context);
    // Platforms are read for every page, so that what a test does is seen at once.
    reader = await createPageReader(config, { place: 'test', platformMs: 0, articleMs: 3_600_000 }, world.context);
    server = await openPage(async () => reader, { host: '127.0.0.1', port: 0 }, world.context);
    browser = await chromium.launch({ executablePath: executablePath ?? '', args: ['--no-sandbox'] });
    page = await browser.newPage();
    page.on('console', (message) => message.type() === 'error' && consoleErrors.push(message.text()));
    page.on('pageerror', (error) => consoleErrors.push(String(error)));
    await reader.model();
    await reader.settled();
  }, 240_000);

  afterAll(async () => {
    await browser?.close();
    await server?.close();
    await world?.close();
  });

  async function open(path: string): Promise<void> {
    const response = await page.goto(server.url + path);
    expect([path, response?.status()]).toEqual([path, 200]);
  }

  const shownRows = () => page.locator('#rows [data-row]:not(.off)');

  test('before the first sync, every hunt waits for it', async () => {
    await open('/');
    expect(await page.locator('main').innerText()).toMatch(/No hunt is in use yet. \d+ hunts wait/);
    await open('/hunts?f=new');
    expect(await shownRows().count()).toBeGreaterThan(20);
  });

  test('the first sync appears: tiles, what changed, coverage', async () => {
    await runOnce('sync', { config: world.config, json: true }, world.context);
    await open('/');
    const tiles = await page.locator('.tile').allInnerTexts();
    expect(
      tiles
        .map((text) => /in use\s*(\d+)/.exec(text)?.[1])
        .map(Number)
        .every((count) => count > 20),
    ).toBe(true);
    expect(await page.locator('.lately li').count()).toBe(2);
    expect(await page.locator('.lately').innerText()).toMatch(/\d+ hunts new/);
    expect(await page.locator('.cell.on').count()).toBeGreaterThan(20);
  });

  test('a list is filtered as one types, and the address keeps it', async () => {
    await open('/hunts');
    const all = await shownRows().count();
    await page.keyboard.press('/');
    await page.keyboard.type('psexec');
    expect(await shownRows().count()).toBe(1);
    expect(await page.locator('#count').innerText()).toBe(`1 of ${all} hunts`);
    await page.waitForURL(/\?q=psexec$/);
    await page.keyboard.press('Escape');
    expect(await shownRows().count()).toBe(all);
    await page.locator('.chip', { hasText: 'CRIT' }).click();
    const critical = await shownRows().count();
    expect(critical).toBeGreaterThan(0);
    expect(critical).toBeLessThan(all);
  });

  test('a hunt is opened by keyboard and tells why it is there', async () => {
    await open('/hunts?q=psexec');
    await page.keyboard.press('j');
    await Promise.all([page.waitForURL(/\/hunt\//), page.keyboard.press('Enter')]);
    const why = page.locator('.why');
    expect((await why.locator('blockquote').innerText()).length).toBeGreaterThan(20);
    expect(await why.locator('a[href^="/article/"]').count()).toBeGreaterThan(0);
    expect(await page.locator('main').innerText()).toMatch(/Looks for T\d{4}/);
    expect(await page.locator('pre .q-k').count()).toBeGreaterThan(5);
    await why.locator('a[href^="/article/"]').first().click();
    expect(await page.locator('a[href^="/hunt/"]').count()).toBeGreaterThan(0);
  });

  test('a rejection has its line with a caret, and a hostile title is a text', async () => {
    await open('/rejected');
    const reject = page.locator('.reject').first();
    const [line = '', caret = ''] = (await reject.locator('pre').innerText()).split('\n');
    expect(line.slice(caret.indexOf('^'))).toMatch(/^sendemail/);
    await open('/articles?q=bold');
    expect(await shownRows().first().innerText()).toContain('A title <b>in bold</b>');
  });

  test('on a phone, what a rejection is about stays in sight', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await open('/rejected?q=outputlookup');
    const spot = shownRows().locator('.spot');
    expect(await spot.allInnerTexts()).toEqual(['outputlookup']);
    const { x = -1, width = 999 } = (await spot.boundingBox()) ?? {};
    expect([x >= 0, x + width <= 390]).toEqual([true, true]);
    expect(await shownRows().locator('.caret').isVisible()).toBe(false);
    await page.setViewportSize({ width: 1280, height: 720 });
    expect(await shownRows().locator('.caret').isVisible()).toBe(true);
  });

  test('an edit on the platform is marked, field by field', async () => {
    const { url, token } = world.sandbox.splunk;
    const dispatcher = new Agent({ connect: { ca: world.sandbox.ca.pem } });
    const ask = (path: string, body?: URLSearchParams) =>
      fetch(`${url}/servicesNS/nobody/huntsync/saved/searches${path}`, {
        dispatcher,
        headers: { authorization: `Bearer ${token}` },
        ...(body ? { method: 'POST', body } : {}),
      });
    const list = (await (await ask('?output_mode=json&count=0')).json()) as {
      entry: { name: string; content: Record<string, string> }[];
    };
    const entry = list.entry.find(({ name }) => /psexec/i.test(name));
    const search = `${entry?.content['search']} | where count > 7`;
    const { status } = await ask(`/${encodeURIComponent(entry?.name ?? '')}`, new URLSearchParams({ search }));
    expect(status).toBe(200);
    await dispatcher.destroy();

    await open('/hunts?f=drift');
    expect(await shownRows().count()).toBe(1);
    await shownRows().first().locator('a').click();
    const edits = page.locator('.edits');
    expect(await edits.locator('b').allInnerTexts()).toEqual(['search']);
    expect((await edits.locator('ins').allInnerTexts()).join(' ')).toContain('| where count > 7');
    expect(await edits.locator('del').count()).toBe(0);
  });

  test('hits appear after a run', async () => {
    await runOnPlatforms(await readConfig(world.config, world.context), {}, world.context);
    await open('/runs?f=hits');
    expect(await shownRows().count()).toBeGreaterThan(5);
    expect(await shownRows().first().innerText()).toMatch(/fs-01|ws-\d+/);
    await open('/');
    expect(await page.locator('.queue .mark', { hasText: 'new hits' }).count()).toBeGreaterThan(5);
    expect(await page.locator('.cell.hit').count()).toBeGreaterThan(3);
  });

  test('every page is accessible, fits every width and is light, in light and dark', async () => {
    await open('/hunts?f=drift');
    const hunt = (await shownRows().first().locator('a').getAttribute('href')) ?? '';
    await open('/articles');
    const article = (await shownRows().first().locator('a').getAttribute('href')) ?? '';
    const paths = ['/', '/hunts', hunt, '/articles', article, '/rejected', '/runs', '/indicators', '/campaigns'];
    for (const colorScheme of ['light', 'dark'] as const) {
      // The policy would keep the examiner out too.
      const context = await browser.newContext({ colorScheme, bypassCSP: true });
      const tab = await context.newPage();
      for (const path of paths) {
        const response = await tab.goto(server.url + path);
        expect((await response?.body())?.length, path).toBeLessThan(MAX_BYTES);
        for (const width of [360, 390, 1440, 2560]) {
          await tab.setViewportSize({ width, height: 900 });
          const beyond = await tab.evaluate('document.documentElement.scrollWidth - window.innerWidth');
          expect([path, width, beyond]).toEqual([path, width, expect.toSatisfy((over: number) => over <= 0)]);
        }
        await tab.setViewportSize({ width: 1440, height: 900 });
        await tab.evaluate(AXE);
        const { violations } = (await tab.evaluate('axe.run()')) as AxeResult;
        const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
        expect([path, colorScheme, serious]).toEqual([path, colorScheme, []]);
      }
      await context.close();
    }
  });

  test('nothing broke the policy or the script', () => {
    expect(consoleErrors).toEqual([]);
  });
});
