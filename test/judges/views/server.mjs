// Serves the page of page.jsx, and what Splunk would answer to its searches.
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';

/** Splunk's web server has that font; here a like one of the machine stands for it. */
const FONT =
  '@font-face { font-family: "Splunk Platform Mono"; src: local("Liberation Mono"), local("DejaVu Sans Mono"), local("Menlo") }';
const HTML = `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><link rel="stylesheet" href="/page.css">
<style>html, body { margin: 0 } ${FONT}</style><div id="root"></div><script src="/page.js"></script>`;
const FILES = { '/page.js': 'text/javascript', '/page.css': 'text/css' };

/** @returns the address, and `close()` */
export async function serve(bundle, answer) {
  const server = createServer(async (request, response) => {
    const type = FILES[request.url];
    if (type) return response.setHeader('content-type', type).end(readFileSync(join(bundle, request.url)));
    if (request.url !== '/search') return response.setHeader('content-type', 'text/html').end(HTML);
    let body = '';
    for await (const chunk of request) body += chunk;
    const found = await answer(JSON.parse(body)).catch((error) => ({ error: error.message }));
    return response.setHeader('content-type', 'application/json').end(JSON.stringify(found));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${server.address().port}/`, close: () => server.close() };
}
