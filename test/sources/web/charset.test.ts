import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import { decodeText } from '../../../src/sources/web/charset.ts';

const xml = (charset: string | undefined, text: string) =>
  `<?xml version="1.0"${charset ? ` encoding="${charset}"` : ''}?><rss>${text}</rss>`;

describe('a declared charset', () => {
  test.each([
    ['windows-1252', 'naïve “quotes” – €'],
    ['iso-8859-1', 'naïve “quotes”'],
    ['iso-8859-15', 'prix 10 €'],
    ['windows-1251', 'Новости'],
    ['koi8-r', 'Новости'],
    ['shift_jis', '日本語'],
    ['euc-jp', '日本語'],
    ['gb2312', '中文'],
    ['gb18030', '中文'],
    ['big5', '中文'],
    ['euc-kr', '한국어'],
  ])('%s in the XML declaration or the header', (charset, text) => {
    const from = charset === 'iso-8859-1' ? 'windows-1252' : charset;
    const inside = decodeText(iconv.encode(xml(charset, text), from));
    expect(inside.text).toContain(text);
    expect(inside.complaint).toBeUndefined();
    const outside = decodeText(iconv.encode(xml(undefined, text), from), `text/xml; charset="${charset}"`);
    expect(outside.text).toContain(text);
  });

  test('the header outranks the document, and a byte order mark outranks both', () => {
    const bytes = iconv.encode(xml('utf-8', 'é'), 'windows-1252');
    expect(decodeText(bytes, 'text/xml; charset=windows-1252').text).toContain('é');
    const marked = Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from('é')]);
    expect(decodeText(marked, 'text/xml; charset=windows-1252')).toMatchObject({ text: 'é', encoding: 'utf-8' });
  });

  test('HTML names it in a meta element', () => {
    const page = iconv.encode('<html><meta charset="windows-1251"><p>Новости', 'windows-1251');
    expect(decodeText(page, 'text/html').text).toContain('Новости');
  });
});

describe('UTF-16', () => {
  test.each(['utf-16le', 'utf-16be'])('%s, with a mark and without', (encoding) => {
    const text = xml('utf-16', 'é日');
    expect(decodeText(iconv.encode(text, encoding, { addBOM: true })).text).toBe(text);
    expect(decodeText(iconv.encode(text, encoding)).text).toBe(text);
  });

  test('declared but not true: the transport has changed it', () => {
    expect(decodeText(Buffer.from(xml('utf-16', 'é'))).text).toContain('é');
  });
});

describe('lies', () => {
  test('declared UTF-8, written in windows-1252', () => {
    const decoded = decodeText(iconv.encode(xml('utf-8', 'naïve – “x”'), 'windows-1252'));
    expect(decoded.text).toContain('naïve – “x”');
    expect(decoded.complaint).toMatch(/not the declared utf-8/);
  });

  test('declared Latin-1, written in UTF-8', () => {
    const decoded = decodeText(Buffer.from(xml(undefined, 'naïve')), 'text/xml; charset=iso-8859-1');
    expect(decoded.text).toContain('naïve');
    expect(decoded.complaint).toMatch(/is UTF-8/);
  });

  test.each(['klingon', 'base64', 'hex', 'utf-7'])('no charset: %s', (label) => {
    const decoded = decodeText(Buffer.from(xml(label, 'naïve')));
    expect(decoded.text).toContain('naïve');
    expect(decoded.complaint).toContain(label);
  });
});

test('no bytes are too odd', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.string(), (bytes, type) => {
      expect(decodeText(Buffer.from(bytes), type).text).toBeTypeOf('string');
    }),
  );
});
