import { createHash } from 'node:crypto';

const FORM =
  /^(?:[\da-f]{8}-[\da-f]{4}-[1-8][\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}|0{8}(?:-0{4}){3}-0{12}|f{8}(?:-f{4}){3}-f{12})$/i;

/** Whether a text is a UUID of RFC 9562 (https://www.rfc-editor.org/rfc/rfc9562), its nil and max included, in either case. */
export function isUuid(text: string): boolean {
  return FORM.test(text);
}

/** UUIDv5 of a name in a namespace (https://www.rfc-editor.org/rfc/rfc9562#section-5.5): lower case, the same each time. */
export function uuidV5(name: string, namespace: string): string {
  const space = Buffer.from(namespace.replaceAll('-', ''), 'hex');
  return uuidOf(createHash('sha1').update(space).update(name, 'utf8').digest().subarray(0, 16), 5);
}

/** UUIDv4 of 16 random bytes, which are not changed. */
export function uuidV4(random: Uint8Array): string {
  return uuidOf(Buffer.from(random), 4);
}

function uuidOf(bytes: Buffer, version: 4 | 5): string {
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | (version << 4), 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
