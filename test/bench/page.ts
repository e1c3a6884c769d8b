import { type Browser, chromium } from 'playwright-core';
import { silentLog } from '../../src/core/log.ts';
import { createPageApp } from '../../src/page/app.ts';
import { listen } from '../../src/page/listen.ts';
import type { HuntView } from '../../src/page/model.ts';
import { pageModel } from '../support/page-model.ts';

export interface PageFigures {
  /** From the input event to the laid-out list, the longest of the words, in milliseconds. */
  readonly longestMs: number;
  /** Of the words in turn. */
  readonly each: readonly number[];
  /** How many milliseconds the server took to make the page. */
  readonly madeMs: number;
  readonly bytes: number;
}

const WORDS = ['p', 'po', 'pow', 'powershell 42', '', 't1059.00', 'crit', 'nothing has this', ''];

/** Filters so many hunts in Chromium, a word after another, each to the end of the layout. */
export async function benchPage(executablePath: string, count: number): Promise<PageFigures> {
  const model = { ...pageModel('x'), hunts: Array.from({ length: count }, (_, at) => huntOf(at)) };
  const app = createPageApp({ model: async () => model, highlighters: new Map(), log: silentLog });
  const began = performance.now();
  const bytes = (await (await app.request('/hunts', { headers: { host: 'localhost' } })).arrayBuffer()).byteLength;
  const madeMs = performance.now() - began;
  const server = await listen(app, { host: '127.0.0.1', port: 0 });
  let browser: Browser | undefined;
  try {
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(`${server.url}/hunts`);
    const each: number[] = [];
    for (const word of WORDS) {
      each.push(
        (await page.evaluate(`(() => {
          const filter = document.getElementById('filter');
          filter.value = ${JSON.stringify(word)};
          const began = performance.now();
          filter.dispatchEvent(new Event('input'));
          document.body.offsetHeight;
          return performance.now() - began;
        })()`)) as number,
      );
    }
    return { longestMs: Math.max(...each), each, madeMs, bytes };
  } finally {
    await browser?.close();
    await server.close();
  }
}

function huntOf(at: number): HuntView {
  const { hunts } = pageModel(`Office starts PowerShell ${at} with a command that nobody typed`, `k${at}`);
  const severity = (['CRIT', 'HIGH', 'MED', 'LOW'] as const)[at % 4] ?? 'LOW';
  const techniques = [{ id: `T1059.00${at % 9}`, name: 'PowerShell' }];
  return { ...(hunts[0] as HuntView), severity, techniques, published: '2026-05-01' };
}
