import { BlockList, isIP } from 'node:net';

/** A range of addresses. */
export interface Cidr {
  readonly list: BlockList;
}

/** Reads `10.0.0.0/8` or `2001:db8::/32`; null where the text is no range. */
export function readCidr(text: string): Cidr | null {
  const [address = '', bits = '', ...more] = text.split('/');
  const family = isIP(address);
  if (family === 0 || more.length > 0 || !/^\d{1,3}$/.test(bits) || Number(bits) > (family === 4 ? 32 : 128))
    return null;
  const list = new BlockList();
  list.addSubnet(address, Number(bits), family === 4 ? 'ipv4' : 'ipv6');
  return { list };
}

/** Whether an address is in the range; false where the text is no address. */
export function cidrContains({ list }: Cidr, address: string): boolean {
  const family = isIP(address);
  return family !== 0 && list.check(address, family === 4 ? 'ipv4' : 'ipv6');
}
