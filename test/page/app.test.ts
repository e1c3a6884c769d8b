import fc from 'fast-check';
import type { Hono } from 'hono';
import { Parser } from 'htmlparser2';
import { describe, expect, test } from 'vitest';
import { registerSecret, silentLog } from '../../src/core/log.ts';
import { createPageApp } from '../../src/page/app.ts';
import { highlightSpl } from '../../src/spl/highlight.ts';
import { pageModel } from '../support/page-model.ts';

const PATHS = [
  '/',
  '/hunts',
  '/hunt/id',
  '/articles',
  '/article/id',
  '/rejected',
  '/runs',
  '/indicators',
  '/campaigns',
] as const;

function appOf(text: string, names: readonly string[] = []): Hono {
  const model = pageModel(text);
  return createPageApp({
    model: async () => model,
    highlighters: new Map([['k', (query) => highlightSpl(query)]]),
    names,
    log: silentLog,
  });
}

function get(app: Hono, path: string, init: RequestInit = {}) {
  return app.request(path, { ...init, headers: { host: 'localhost:8790', ...init.headers } });
}

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
}

function elementsOf(markup: string): Element[] {
  const found: Element[] = [];
  const parser = new Parser({ onopentag: (name, attributes) => found.push({ name, attributes }) });
  parser.end(markup);
  return found;
}

/** What a text may not bring: elements and attributes that no template has. */
const ALLOWED = new Set(
  (
    'html head meta title link script body a header div small nav span button main p h1 h2 h3 section article dl dt dd ol ul li ' +
    'strong b time code footer dialog kbd input output table thead tbody tr th td blockquote pre ins del i'
  ).split(' '),
);

describe('hostile text', () => {
  test('brings no element, no script and no address of its own to any page', async () => {
    const bits = fc.constantFrom(
      '<script>alert(1)</script>',
      '"><img src=x onerror=alert(1)>',
      "' onmouseover='x",
      '</title><svg/onload=x>',
      '</pre><iframe src=//x.example>',
      'javascript:alert(1)',
      '&lt;b&gt;',
      '\u202etxt.exe',
      '`x`',
      '\ud800',
      ' <!-- ',
      ']]>',
    );
    const texts = fc.array(fc.oneof(bits, fc.string({ unit: 'binary', maxLength: 12 })), {
      minLength: 1,
      maxLength: 4,
    });
    await fc.assert(
      fc.asyncProperty(texts, fc.constantFrom(...PATHS), async (parts, path) => {
        const text = parts.join(' ');
        const page = await (await get(appOf(text), `${path}?q=${encodeURIComponent(text.toWellFormed())}`)).text();
        const elements = elementsOf(page);
        expect(elements.map(({ name }) => name).filter((name) => !ALLOWED.has(name))).toEqual([]);
        expect(elements.filter(({ name }) => name === 'script')).toEqual([
          { name: 'script', attributes: { src: '/page.js', defer: '' } },
        ]);
        for (const { attributes } of elements) {
          expect(Object.keys(attributes).filter((name) => /^on|^style$|^srcdoc$/.test(name))).toEqual([]);
          const { href } = attributes;
          if (href !== undefined) expect(href).toMatch(/^(?:\/(?!\/)|#main$|https:\/\/intel\.example\/|data:,$)/);
        }
        expect(page).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
      }),
      { numRuns: 60 },
    );
  });
});

describe('the server', () => {
  test('allows no script but its own file, and nobody to embed it', async () => {
    for (const path of [...PATHS, '/page.css', '/page.js', '/nothing']) {
      const { headers } = await get(appOf('a'), path);
      expect(headers.get('content-security-policy')).toBe(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
      );
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
    }
  });

  test('has no inline script or style on any page', async () => {
    for (const path of PATHS) {
      const page = await (await get(appOf('a'), path)).text();
      expect(page).not.toMatch(/<style| style="| on[a-z]+="|<script>/);
    }
  });

  test.each(['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])('refuses %s', async (method) => {
    const response = await get(appOf('a'), '/', { method });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('GET, HEAD');
  });

  test('answers to addresses and known names only', async () => {
    const status = async (host: string) =>
      (await get(appOf('a', ['hunts.soc.example']), '/', { headers: { host } })).status;
    for (const host of [
      'localhost',
      'LOCALHOST:1',
      '127.0.0.1:8790',
      '[::1]:8790',
      '10.0.0.7',
      'Hunts.soc.example:80',
    ]) {
      expect([host, await status(host)]).toEqual([host, 200]);
    }
    for (const host of ['attacker.example', 'localhost.attacker.example', '127.0.0.1.nip.example', '']) {
      expect([host, await status(host)]).toEqual([host, 421]);
    }
  });

  test('has a page for what is not there', async () => {
    for (const path of ['/hunt/none', '/article/none', '/none', '/hunt/%', '/hunt']) {
      const response = await get(appOf('a'), path);
      expect([path, response.status]).toEqual([path, 404]);
      expect(await response.text()).toContain('Nothing here');
    }
  });

  test('tells how long a run took, and no time of nothing', async () => {
    expect(await (await get(appOf('a'), '/hunt/id')).text()).toContain('UTC, in under 0.1 s');
  });

  test('shows no secret', async () => {
    registerSecret('a-token-that-nobody-may-see');
    for (const path of PATHS) {
      const page = await (await get(appOf('so: a-token-that-nobody-may-see'), path)).text();
      expect(page).not.toContain('a-token-that-nobody-may-see');
    }
  });

  test('tells the log why a page could not be made, and the reader nothing', async () => {
    const lines: string[] = [];
    const app = createPageApp({
      model: () => Promise.reject(new Error('a secret place')),
      highlighters: new Map(),
      log: { ...silentLog, error: (line) => lines.push(line) },
    });
    const response = await get(app, '/');
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain('secret place');
    expect(lines.join()).toContain('a secret place');
  });
});
