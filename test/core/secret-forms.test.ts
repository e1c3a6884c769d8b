import fc from 'fast-check';
import { expect, test } from 'vitest';
import { redact, registerSecret } from '../../src/core/log.ts';
import { formsOfSecret } from '../../src/core/secret-forms.ts';

const SECRET = `k3y <&> "it's" +/=% é word`;

test.each([
  ['as it is', SECRET],
  ['in a URL', encodeURIComponent(SECRET)],
  ['in a URL, in small letters', encodeURIComponent(SECRET).replace(/%../g, (code) => code.toLowerCase())],
  ['in an address, where what may stand there stays', new URL(`https://x.example/?${SECRET}`).search.slice(1)],
  ['in a form', new URLSearchParams({ s: SECRET }).toString().slice(2)],
  ['in JSON', JSON.stringify(SECRET).slice(1, -1)],
  ['in XML', SECRET.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')],
  [
    'in an attribute',
    SECRET.replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
      .replaceAll("'", '&#39;'),
  ],
])('a secret %s is not shown', (_, text) => {
  registerSecret(SECRET);
  expect(redact(`before ${text} after`)).toBe('before [secret] after');
});

test('nor base64-encoded, whatever stands before and after it', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 9 }), fc.string(), fc.string(), (secret, before, after) => {
      const text = Buffer.from(before + secret + after, 'utf8');
      const forms = formsOfSecret(secret);
      const holds = (encoded: string) => forms.some((form) => encoded.includes(form));
      return holds(text.toString('base64')) && holds(text.toString('base64url'));
    }),
  );
});
