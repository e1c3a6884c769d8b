import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { markdownCode, markdownFence, markdownLink, markdownText } from '../../src/report/markdown-text.ts';

/** What a reader sees of inert Markdown. */
function read(markdown: string): string {
  return markdown
    .replaceAll('\u200b', '')
    .replace(/\\([\\`*_[\]|~$^!])/g, '$1')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&');
}

describe("a stranger's title", () => {
  test.each([
    ['@octocat', /@octocat/],
    ['![x](https://evil.example/a.png)', /!\[|(?<!\\)\]\(|https:\/\//],
    ['<img src=x onerror=y>', /<img/],
    ['[click](javascript:x)', /(?<!\\)\[click/],
    ['see www.evil.example', /www\./],
    ['_www.evil.example', /www\./],
    ['@_octocat and a@_b.example', /@[^\u200b]/],
    ['a@-b.example and a@.b.example', /@[^\u200b]/],
    ['fixes #12 and GH-7', /#12|GH-7/],
    ['a | b', /(?<!\\)\|/],
    ['`x` **y** __z__', /(?<!\\)[`*_]/],
  ])('%s is inert', (title, live) => {
    expect(markdownText(title)).not.toMatch(live);
    expect(read(markdownText(title))).toBe(title);
  });

  test('shows as it is written, whatever it is', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z@#!<>&[\]()*_`|~$^:/.\\-]{1,40}$/), (text) => {
        const line = text.trim();
        expect(read(markdownText(line)).replace(/\\/g, '')).toBe(line.replace(/\\/g, ''));
        expect(markdownText(line)).not.toMatch(/<|>|@(?=\w)|:\/\//);
      }),
    );
  });
});

test('a fence is longer than any in its text, and code longer than its ticks', () => {
  expect(markdownFence('a\n````\nb', 'diff')).toBe('`````diff\na\n````\nb\n`````');
  expect(markdownCode('a``b')).toBe('```a``b```');
  expect(markdownCode('`a')).toBe('`` `a ``');
});

test('a link shows where it leads, and what is no web address is no link', () => {
  expect(markdownLink('https://intel.example/a?b=<c>|d')).toMatch(
    /^`|^\[intel\.example\]\(<https:\/\/intel\.example\//,
  );
  expect(markdownLink('https://intel.example/a')).toBe('[intel.example](<https://intel.example/a>)');
  expect(markdownLink('javascript:alert(1)')).toBe('`javascript:alert(1)`');
});
