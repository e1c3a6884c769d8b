import { expect, it } from 'vitest';
import { toArticleJson } from '../../src/briefing/json.ts';
import { parseBriefing } from '../../src/briefing/parse.ts';
import { briefing } from './writer.ts';

it('writes exactly the keys of the contract, in their order', () => {
  const text = briefing({ hunts: [{ title: 'A hunt', kql: 'A\nB' }, { title: 'No query' }] });
  const json = toArticleJson(parseBriefing({ kind: 'briefing', path: 'a.md', text }, 'here'));
  const prose = JSON.stringify((json as { readonly prose?: unknown }).prose);
  expect(JSON.stringify(json).replace(prose, 'PROSE')).toBe(
    '{"id":"3083b508-48d6-5701-8b24-5fd964fdb850","path":"a.md","dialect":"auto","severity":"HIGH","title":"A briefing",' +
      '"sources":["Lab"],"published":"2099-01-01","url":"https://lab.example/a",' +
      '"techniques":[{"id":"T1190","name":"Exploit Public-Facing Application"}],"phases":["exploit"],' +
      '"indicators":[{"type":"cve","value":"CVE-2099-0001"}],' +
      '"prose":PROSE,' +
      '"hunts":[{"title":"A hunt","useCase":"UC_TEST","phase":"exploit","confidence":"High","spl":null,"kql":"A\\nB"}],' +
      '"problems":[{"code":"hunt-without-query","message":"This hunt has no query.","path":"a.md","line":35},' +
      '{"code":"count-mismatch","message":"The briefing says 2 use case(s), but 1 could be read.","path":"a.md","line":42}]}',
  );
});
