import { isUtf8 } from 'node:buffer';
import iconv from 'iconv-lite';

/** Decoded text, and what was wrong with the bytes. */
export interface Decoded {
  readonly text: string;
  readonly encoding: string;
  /** One sentence; undefined if nothing was wrong. */
  readonly complaint?: string;
}

/**
 * Decodes a document. Precedence: byte order mark, HTTP header, XML declaration or `<meta>`, then UTF-8 if valid, else
 * windows-1252. Valid UTF-8 beyond ASCII overrides a declared single-byte charset (the most common mistake of feeds); invalid
 * UTF-8 is read as windows-1252 whatever was declared.
 */
export function decodeText(bytes: Buffer, contentType?: string): Decoded {
  const mark = byteOrderMark(bytes);
  if (mark) return decode(bytes.subarray(mark.length), mark.encoding);
  const label = charsetOf(contentType) ?? declaredInside(bytes);
  const declared = label === undefined ? undefined : canonical(label);
  // UTF-16 without a byte order mark: `<` and one zero byte, which no other text starts with.
  if (bytes[0] === 0x3c && bytes[1] === 0) return decode(bytes, 'utf-16le');
  if (bytes[0] === 0 && bytes[1] === 0x3c) return decode(bytes, 'utf-16be');
  const utf8 = isUtf8(bytes);
  if (label !== undefined && declared === undefined) {
    const encoding = utf8 ? 'utf-8' : 'windows-1252';
    return { ...decode(bytes, encoding), complaint: `Its charset "${label}" is not known: read as ${encoding}.` };
  }
  if (declared === undefined || declared === 'utf-8' || declared.startsWith('utf-16')) {
    if (utf8) return decode(bytes, 'utf-8');
    const complaint = `Its bytes are not ${label === undefined ? 'UTF-8 and no charset is named' : `the declared ${label}`}: read as windows-1252.`;
    return { ...decode(bytes, 'windows-1252'), complaint };
  }
  const singleByte = /^(?:windows-|iso-8859-|koi8|macintosh|ibm|x-mac)/.test(declared);
  if (utf8 && singleByte && bytes.some((byte) => byte > 0x7f)) {
    return { ...decode(bytes, 'utf-8'), complaint: `It is declared as ${declared} but is UTF-8: read as that.` };
  }
  return decode(bytes, declared);
}

function decode(bytes: Buffer, encoding: string): Decoded {
  // Some versions of Node decode windows-1252 as Latin-1, and so lose quotes and dashes.
  if (encoding === 'windows-1252') return { text: iconv.decode(bytes, encoding), encoding };
  return { text: new TextDecoder(encoding).decode(bytes), encoding };
}

function byteOrderMark(bytes: Buffer): { encoding: string; length: number } | undefined {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return { encoding: 'utf-8', length: 3 };
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { encoding: 'utf-16le', length: 2 };
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { encoding: 'utf-16be', length: 2 };
  return undefined;
}

function charsetOf(contentType: string | undefined): string | undefined {
  return /;\s*charset\s*=\s*["']?([\w.:-]{2,40})/i.exec(contentType ?? '')?.[1];
}

function declaredInside(bytes: Buffer): string | undefined {
  const head = bytes.subarray(0, 2048).toString('latin1');
  return (
    /^\s*<\?xml[^>]{0,200}?\bencoding\s*=\s*["']?([\w.:-]{2,40})/i.exec(head)?.[1] ??
    /<meta[^>]{0,200}?\bcharset\s*=\s*["']?([\w.:-]{2,40})/i.exec(head)?.[1]
  );
}

/** The WHATWG name of a label (`latin1` is windows-1252), or undefined for what is no charset. */
function canonical(label: string): string | undefined {
  try {
    return new TextDecoder(label).encoding;
  } catch {
    return undefined;
  }
}
