/**
 * How texts may hold a secret: as it is, in a URL, a form, JSON or XML, and base64-encoded, alone or as the password or the user
 * name of HTTP's Basic scheme (https://www.rfc-editor.org/rfc/rfc7617).
 */
export function formsOfSecret(secret: string): readonly string[] {
  const url = encodeURIComponent(secret);
  const xml = secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const forms = [
    secret,
    url,
    url.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
    formEncoded(secret),
    ...inAddress(secret),
    JSON.stringify(secret).slice(1, -1),
    xml,
    xml.replaceAll('"', '&quot;').replaceAll("'", '&apos;'),
    xml.replaceAll('"', '&quot;').replaceAll("'", '&#39;'),
    ...encodedForms(secret),
  ];
  // The longest first: a shorter one may be a part of it.
  return [...new Set(forms)].sort((a, b) => b.length - a.length);
}

/** As it stands in an address that it was put into as it is: only what may not stand there is encoded (https://url.spec.whatwg.org/#query-state). */
function inAddress(secret: string): string[] {
  const address = `https://host/?${secret}`;
  if (!URL.canParse(address)) return [];
  const form = new URL(address).href.slice('https://host/?'.length);
  // White space at its ends goes.
  return form.length < Math.min(secret.length, LEAST_BASE64) ? [] : [form];
}

function formEncoded(secret: string): string {
  return new URLSearchParams({ s: secret }).toString().slice(2);
}

/** Below this a part of a base64 text would be found in too many others. */
const LEAST_BASE64 = 8;

/**
 * The part of a base64 text that depends on the secret alone, at each of the three places that it may begin at: what stands before
 * it (`user:`) moves it.
 */
function encodedForms(secret: string): string[] {
  const bytes = Buffer.from(secret, 'utf8');
  return [0, 1, 2].flatMap((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    const start = Math.ceil((before * 8) / 6);
    const end = Math.floor(((before + bytes.length) * 8) / 6);
    const own = text.slice(start, end);
    return own.length < LEAST_BASE64 ? [] : [own, own.replaceAll('+', '-').replaceAll('/', '_')];
  });
}
