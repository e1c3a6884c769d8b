import { Readable } from 'node:stream';
import { constants, createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from 'node:zlib';

/** Why a body is incomplete. */
export type Cut = 'too-large' | 'ended-early';

/** At most as many bytes as the cap. */
export interface CappedBytes {
  readonly bytes: Buffer;
  readonly cut?: Cut;
  /** What ended it, where it ended early. */
  readonly reason?: unknown;
}

/** Reads a stream up to `maxBytes`; what was read before an error or the cap is kept. */
export async function readCapped(stream: AsyncIterable<Uint8Array>, maxBytes: number): Promise<CappedBytes> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of stream) {
      const room = maxBytes - size;
      if (chunk.length > room) {
        chunks.push(chunk.subarray(0, room));
        // Leaving the loop destroys the stream.
        return { bytes: Buffer.concat(chunks), cut: 'too-large' };
      }
      chunks.push(chunk);
      size += chunk.length;
    }
  } catch (reason) {
    return { bytes: Buffer.concat(chunks), cut: 'ended-early', reason };
  }
  return { bytes: Buffer.concat(chunks) };
}

/**
 * Undoes `Content-Encoding` (https://www.rfc-editor.org/rfc/rfc9110#section-8.4.1), the last one applied first, never beyond
 * `maxBytes`. Servers get it wrong: a body that is not compressed despite the header is used as it is, and a gzip body without
 * the header is decompressed.
 */
export async function decompress(
  body: CappedBytes,
  encoding: string | undefined,
  maxBytes: number,
): Promise<CappedBytes> {
  const named = (encoding ?? '')
    .toLowerCase()
    .split(',')
    .map((name) => name.trim().replace(/^x-/, ''))
    .filter((name) => name !== '' && name !== 'identity');
  if (named.length > 2)
    return { bytes: Buffer.alloc(0), cut: 'ended-early', reason: new Error('compressed too often') };
  let current = body;
  for (const name of named.reverse()) current = await open(current, name, maxBytes);
  return isGzip(current.bytes) ? open(current, 'gzip', maxBytes) : current;
}

async function open(body: CappedBytes, name: string, maxBytes: number): Promise<CappedBytes> {
  const { bytes } = body;
  const decoder = decoderFor(name, bytes);
  if (!decoder) return body;
  const opened = await readCapped(Readable.from([bytes]).pipe(decoder), maxBytes);
  if (opened.bytes.length === 0 && opened.cut === 'ended-early' && looksLikeText(bytes)) return body;
  const cut = opened.cut ?? body.cut;
  return cut ? { bytes: opened.bytes, cut, reason: opened.reason ?? body.reason } : opened;
}

function decoderFor(name: string, bytes: Buffer): ReturnType<typeof createGunzip> | undefined {
  // Of a truncated body, what can be decompressed is used.
  const flush = { finishFlush: constants.Z_SYNC_FLUSH };
  if (name === 'gzip') return isGzip(bytes) ? createGunzip(flush) : undefined;
  // "deflate" is the zlib format, but some servers send the bare stream: RFC 9110
  // (https://www.rfc-editor.org/rfc/rfc9110#section-8.4.1.2).
  if (name === 'deflate') return ((bytes[0] ?? 0) & 0x0f) === 8 ? createInflate(flush) : createInflateRaw(flush);
  if (name === 'br') return createBrotliDecompress({ finishFlush: constants.BROTLI_OPERATION_FLUSH });
  return undefined;
}

function isGzip(bytes: Buffer): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

function looksLikeText(bytes: Buffer): boolean {
  return /^\s*[<{[]/.test(
    bytes
      .subarray(0, 64)
      .toString('latin1')
      .replace(/^\u00ef\u00bb\u00bf/, ''),
  );
}
