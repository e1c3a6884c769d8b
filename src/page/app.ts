import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { Hono } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import { reasonOf } from '../core/errors.ts';
import { type Log, redact } from '../core/log.ts';
import { type Html, html } from './markup.ts';
import type { PageModel } from './model.ts';
import { renderArticle } from './views/article.ts';
import { renderHunt } from './views/hunt.ts';
import { renderHunts } from './views/hunts.ts';
import { layout, type Tab } from './views/layout.ts';
import { renderArticles, renderCampaigns, renderIndicators, renderRejected } from './views/lists.ts';
import type { Highlighters } from './views/query.ts';
import { renderRuns } from './views/runs.ts';
import { renderToday } from './views/today.ts';

export interface PageOptions {
  /** What to show now. */
  readonly model: () => Promise<PageModel>;
  readonly highlighters: Highlighters;
  /** Names, beside `localhost` and addresses, under which it may be asked for. */
  readonly names?: readonly string[];
  readonly log: Log;
}

/** The same place from src/page and from dist/page. */
const ASSETS = new URL('../../config/page/', import.meta.url);
const MAX_WORDS = 200;

/**
 * The web page: answers GET only, sends no script but its own file, and nothing that anybody could embed. It answers to addresses and to
 * names that it knows: a site elsewhere that points its own name here (DNS rebinding) is asked to leave.
 */
export function createPageApp({ model, highlighters, names = [], log }: PageOptions): Hono {
  const app = new Hono();
  app.use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        formAction: ["'none'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
      strictTransportSecurity: false,
      xFrameOptions: 'DENY',
    }),
  );
  app.use(async (context, next) => {
    if (!isOurs(context.req.header('host') ?? '', names)) {
      return context.text('This page answers to localhost, to addresses and to the name given with --host.\n', 421);
    }
    if (context.req.method !== 'GET' && context.req.method !== 'HEAD') {
      return context.text('This page is read only.\n', 405, { allow: 'GET, HEAD' });
    }
    context.header('cache-control', 'no-store');
    return next();
  });
  app.get('/page.css', (context) =>
    context.body(asset('page.css'), 200, { 'content-type': 'text/css; charset=utf-8' }),
  );
  app.get('/page.js', (context) =>
    context.body(asset('page.js'), 200, { 'content-type': 'text/javascript; charset=utf-8' }),
  );

  const page = (tab: Tab | null, title: string, content: Html, shown: PageModel) =>
    redact(layout({ title, tab, content, model: shown }).toString());
  const list = (path: string, tab: Tab, title: string, render: (shown: PageModel, words: string) => Html) =>
    app.get(path, async (context) => {
      const shown = await model();
      const words = (context.req.query('q') ?? '').slice(0, MAX_WORDS);
      return context.html(page(tab, title, render(shown, words), shown));
    });
  list('/', 'today', 'Today', renderToday);
  list('/hunts', 'hunts', 'Hunts', renderHunts);
  list('/articles', 'articles', 'Articles', renderArticles);
  list('/rejected', 'rejected', 'Rejected', renderRejected);
  list('/runs', 'runs', 'Runs', renderRuns);
  list('/indicators', 'indicators', 'Indicators', renderIndicators);
  list('/campaigns', 'campaigns', 'Campaigns', renderCampaigns);
  app.get('/hunt/:key', async (context) => {
    const shown = await model();
    const hunt = shown.hunts.find(({ key }) => key === context.req.param('key'));
    if (!hunt) return context.notFound();
    return context.html(page('hunts', hunt.title, renderHunt(hunt, highlighters), shown));
  });
  app.get('/article/:id', async (context) => {
    const shown = await model();
    const article = shown.articles.find(({ id }) => id === context.req.param('id'));
    if (!article) return context.notFound();
    return context.html(page('articles', article.title, renderArticle(article), shown));
  });
  app.notFound(async (context) => {
    const content = html`<h1>Nothing here</h1><p>It may have been deleted. <a href="/">Back to today</a></p>`;
    return context.html(page(null, 'Not found', content, await model()), 404);
  });
  app.onError((error, context) => {
    log.error(`The page could not be made: ${reasonOf(error)}`);
    return context.text('The page could not be made; the log of huntsync serve says why.\n', 500);
  });
  return app;
}

function asset(name: string): string {
  return readFileSync(new URL(name, ASSETS), 'utf8');
}

/** An address cannot be pointed elsewhere; of names only `localhost` and those that were given are ours. */
function isOurs(host: string, names: readonly string[]): boolean {
  const name = host
    .replace(/:\d+$/, '')
    .replace(/^\[(.*)\]$/, '$1')
    .toLowerCase();
  return name === 'localhost' || isIP(name) !== 0 || names.some((own) => own.toLowerCase() === name);
}
