import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeReferences, htmlToText, isWithinLimits, tidy } from '../../src/sources/html.ts';

describe('text out of HTML', () => {
  test.each([
    ['paragraphs', '<p>One <b>two</b>.</p><p>Three&nbsp;&amp; four</p>', 'One two.\n\nThree & four'],
    ['line breaks', 'a<br>b<br/>c', 'a\nb\nc'],
    ['headings stand alone', 'x<h2>Indicators of compromise</h2>y', 'x\n\nIndicators of compromise\n\ny'],
    ['lists', '<ul><li>a</li><li>b</li></ul><ol><li>c</li></ol>', '- a\n- b\n\n 1. c'],
    ['code, line by line', '<pre><code>a\n  b &amp;&amp; c\n\td</code></pre>', 'a\n  b && c\n\td'],
    ['code with highlighting', '<pre><span>curl</span> <i>x</i>\n<span>sh</span></pre>', 'curl x\nsh'],
    ['links by their text', '<a href="https://evil.example">here</a>', 'here'],
    ['nothing hidden', '<script>x</script><style>y</style><noscript>z</noscript><template>t</template>a', 'a'],
    ['escaped tags are words', '<p>the &lt;script&gt; tag</p>', 'the <script> tag'],
    ['an unclosed script is a word', 'Use <script> to run; then stop', 'Use <script> to run; then stop'],
    ['unclosed tags', '<p>a<p>b<div>c', 'a\n\nb\n\nc'],
    ['a lone sign', 'a < b && c > d', 'a < b && c > d'],
    ['comments', 'a<!-- hidden -->b', 'ab'],
    ['definition lists', '<dl><dt>Hash</dt><dd>abc</dd></dl>', 'Hash\nabc'],
  ])('%s', (_name, html, text) => {
    expect(htmlToText(html)).toBe(text);
  });

  test('a table keeps one row a line', () => {
    const html = `<table><caption>IOCs</caption><thead><tr><th>Type</th><th>Value</th></tr></thead>
      <tbody><tr><td>Domain</td><td><p>evil[.]example</p></td></tr><tr><td>SHA256</td><td><code>abc</code></td><td></td></tr></tbody></table>`;
    expect(htmlToText(html)).toBe('IOCs\nType | Value\nDomain | evil[.]example\nSHA256 | abc');
  });

  test('several values in one cell are several lines', () => {
    expect(htmlToText('<table><tr><td>Domains</td><td>a[.]example<br>b[.]example</td></tr></table>')).toBe(
      'Domains | a[.]example\nb[.]example',
    );
  });

  test('a layout table is its content', () => {
    const html = '<table><tr><td><p>One</p><table><tr><td>a</td><td>b</td></tr></table></td></tr></table>';
    expect(htmlToText(html)).toBe('One\n\na | b');
  });

  test('text that stands wrongly in a table is not lost', () => {
    expect(htmlToText('<table>loose<tr>in row<td>cell</td></tr></table>')).toBe('loose\nin row | cell');
  });

  test('a colspan of a billion costs nothing', () => {
    expect(htmlToText('<table><tr><td colspan="1000000000" rowspan="99999999">a</td></tr></table>')).toBe('a');
  });
});

describe('hostile text', () => {
  test('terminal codes, controls, invisible and reordering characters go', () => {
    expect(tidy('a\u001b[31mred\u001b[0m\u0007\u200bb\u202ec\u0000\r\nd\u2028e')).toBe('aredbc\nd\ne');
  });

  test.each([
    ['nested', '<div>'.repeat(200_000), ''],
    ['nested with text', `${'<b>'.repeat(50_000)}end`, 'end'],
    ['many elements', '<i>x</i>'.repeat(300_000), 'x'],
    ['unclosed signs', '<'.repeat(1_000_000), '<'],
    ['unclosed tags', '<p'.repeat(500_000), ''],
    ['references', '&'.repeat(1_000_000), '&'],
    ['attributes', `<a ${'b=c '.repeat(500_000)}>x`, 'x'],
    ['one long line', 'a '.repeat(2_000_000), 'a'],
    ['comments', `${'<!--'.repeat(300_000)}x`, ''],
  ])('%s: in quadratic time the test would time out', (_name, html, start) => {
    expect(htmlToText(html).startsWith(start)).toBe(true);
  });

  test('nothing throws, and what comes out is clean', () => {
    const piece = fc.constantFrom(
      '<p>',
      '</p>',
      '<table>',
      '<tr>',
      '<td>',
      '</table>',
      '<pre>',
      '<!--',
      '<![CDATA[',
      '&lt;',
      '<script>',
      '<li>',
      '\u001b[1m',
      'x',
      ' ',
      '\n',
      '<',
      '>',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string({ unit: 'binary' }))), (pieces) => {
        const text = htmlToText(pieces.join(''));
        expect(text).toBe(tidy(text));
      }),
    );
  });
});

test('references in plain text', () => {
  expect(decodeReferences('&#8217;&nbsp;&amp;lt; <b> &unknown; & x &#x1F600;')).toBe(
    '’\u00a0&lt; <b> &unknown; & x 😀',
  );
});

test('a page of signs that are no references is over the limits, and its text is read all the same', () => {
  expect(isWithinLimits('a &amp; b '.repeat(60_000))).toBe(true);
  const signs = '&'.repeat(300_000);
  expect(isWithinLimits(signs)).toBe(false);
  expect(htmlToText(`<p>evil.example</p>${signs}`)).toContain('evil.example');
});
