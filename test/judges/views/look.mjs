// Shows a dashboard in a browser, and tells what is wrong with what a person sees there.

export const SCREEN = { width: 1440, height: 900 };
/** Rows of a list that a person sees without scrolling in it, and those of a smaller table beside others. */
const LIST_ROWS = 15;
const TABLE_ROWS = 5;

/** @returns `{ page, faults, panels, rows }`; the caller closes the page */
export async function look(browser, url, { definition, theme, tokens }) {
  const page = await browser.newPage({ viewport: SCREEN });
  const faults = [];
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(`console: ${message.text().slice(0, 300)}`);
  });
  page.on('pageerror', (error) => faults.push(`page: ${error.message.slice(0, 300)}`));
  await page.goto(url);
  await page.evaluate((shown) => window.show(shown), { definition, theme, tokens });
  await settle(page);

  const answers = new Map((await page.evaluate(() => window.asked.answers)).map((one) => [one.id, one]));
  const panels = await page.evaluate(readPanels);
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  const isBare = ({ hideWhenNoData, dataSources }) => hideWhenNoData && !answers.get(dataSources.primary)?.rows;
  const bare = Object.values(definition.visualizations).filter(isBare);
  const unasked = new Set(bare.map(({ dataSources }) => dataSources.primary));
  for (const [id, source] of Object.entries(definition.dataSources)) {
    // What waits for a name that is not there is not asked for, and its panel is not shown.
    const { error } = answers.get(id) ?? { error: unasked.has(id) ? null : 'was never asked for' };
    if (error) faults.push(`${id} (${source.name}): ${error}`);
  }
  for (const [id, viz] of Object.entries(definition.visualizations)) {
    const panel = panels.find((one) => one.id === id);
    const rows = answers.get(viz.dataSources?.primary)?.rows ?? 0;
    const own = panel ? panelFaults(panel, viz, rows) : isBare(viz) ? [] : ['is not on the page'];
    faults.push(...own.map((fault) => `${id} (${viz.title}): ${fault}`));
  }
  return {
    page,
    faults,
    panels: panels.length,
    rows: [...answers.values()].reduce((sum, one) => sum + one.rows, 0),
    height,
  };
}

/** Clicks the last row that is in sight of each table whose rows choose what other panels show: they must be asked for again. */
export async function choose(page, { visualizations }) {
  const faults = [];
  for (const [id, { title, eventHandlers = [] }] of Object.entries(visualizations)) {
    if (!eventHandlers.some(({ type }) => type === 'drilldown.setToken')) continue;
    const rows = page.locator(`#${id} [data-test="body"] [data-test="row"]`);
    const count = await rows.count();
    if (count === 0) continue;
    const before = await page.evaluate(() => window.asked.answers.length);
    await rows
      .nth(Math.min(count, TABLE_ROWS) - 1)
      .locator('[data-test="cell"]')
      .first()
      .click();
    await page
      .waitForFunction((old) => window.asked.answers.length > old, before, { timeout: 15_000 })
      .catch(() => faults.push(`${id} (${title}): a click changes nothing`));
    await settle(page);
    const failed = await page.evaluate((old) => window.asked.answers.slice(old).filter(({ error }) => error), before);
    faults.push(...failed.map(({ id: source, error }) => `${id} (${title}): after a click ${source}: ${error}`));
  }
  return faults;
}

/** Until every search is answered and the page has not changed for a while. */
async function settle(page) {
  await page.waitForFunction(
    () => {
      const now = `${window.asked.answers.length} ${document.getElementById('root').innerHTML.length}`;
      const isStill = window.asked.open === 0 && window.asked.answers.length > 0 && window.asked.seen === now;
      window.asked.still = isStill ? (window.asked.still ?? 0) + 1 : 0;
      window.asked.seen = now;
      return window.asked.still >= 4;
    },
    null,
    { polling: 150, timeout: 60_000 },
  );
}

function panelFaults({ text, kinds, table }, { type, options = {} }, rows) {
  const faults = [];
  if (kinds.includes('error')) faults.push(`shows an error: ${text.slice(0, 200)}`);
  if (/set token value/i.test(text)) faults.push('waits for a token');
  if (rows > 0 && /no data|no search results|no results/i.test(text.slice(0, 500)) && kinds.length > 0)
    faults.push(`shows no data of ${rows} rows`);
  if (type !== 'splunk.table' || rows === 0) return faults;
  if (!table) return [...faults, 'shows no table'];
  const wanted = Math.min(rows, options.count >= LIST_ROWS ? LIST_ROWS : TABLE_ROWS, options.count);
  if (table.visible < wanted) faults.push(`shows ${table.visible} of ${rows} rows`);
  if (table.over > 1) faults.push(`is ${table.over} pixels wider than its place`);
  faults.push(...table.broken.map((head) => `breaks the heading ${JSON.stringify(head)}`));
  return faults;
}

/** Runs in the page. */
function readPanels() {
  return [...document.querySelectorAll('[data-test="viz-item"]')].map((panel) => ({
    id: panel.dataset.id,
    text: panel.textContent,
    kinds: [...panel.querySelectorAll('[data-test="message"]')].map((message) => message.dataset.testType),
    table: readTable(panel),
  }));

  function readTable(panel) {
    const scroll = panel.querySelector('[data-test="scroll-container"]');
    if (!scroll) return null;
    const bottom =
      Math.min(scroll.getBoundingClientRect().bottom, scroll.getBoundingClientRect().top + window.innerHeight) + 1;
    const rows = [...scroll.querySelectorAll('[data-test="body"] [data-test="row"]')];
    const heads = [...scroll.querySelectorAll('[data-test="head-cell"]')];
    return {
      visible: rows.filter((row) => row.getBoundingClientRect().bottom <= bottom).length,
      over: scroll.scrollWidth - scroll.clientWidth,
      broken: heads.filter(isBroken).map((head) => head.dataset.testLabel),
    };
  }

  /** A word that goes on in the next line. */
  function isBroken(head) {
    const walker = document.createTreeWalker(head, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const { textContent } = walker.currentNode;
      for (const { index, 0: word } of textContent.matchAll(/\S+/g)) {
        const range = document.createRange();
        range.setStart(walker.currentNode, index);
        range.setEnd(walker.currentNode, index + word.length);
        if (new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size > 1) return true;
      }
    }
    return false;
  }
}
