import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addressRefusal, createLookup } from '../../../src/sources/web/address.ts';

/** Of IANA's special-purpose registries for IPv4 and IPv6: nothing that is not globally reachable. */
const REFUSED = `0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 100.64.0.1 100.127.255.255 127.0.0.1 127.255.255.254
  169.254.0.1 169.254.169.254 172.16.0.1 172.31.255.255 192.0.0.1 192.0.0.192 192.0.2.1 192.88.99.1 192.168.0.1 198.18.0.1
  198.51.100.1 203.0.113.1 224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255 168.63.129.16
  :: ::1 ::7f00:1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:169.254.169.254 ::ffff:0:127.0.0.1 64:ff9b::a00:1 64:ff9b::a9fe:a9fe
  64:ff9b:1::808:808 100::1 2001::1 2001:2::1 2001:db8::1 2002:7f00:1:: 2002:808:808:: 3fff::1 4000::1 5f00::1 fc00::1 fd00:ec2::254
  fdff::1 fe80::1 fe80::1%eth0 fec0::1 ff02::1`.split(/\s+/);
const ALLOWED =
  '1.1.1.1 8.8.8.8 93.184.216.34 100.63.255.255 100.128.0.1 172.15.0.1 172.32.0.1 192.167.1.1 ::ffff:8.8.8.8 64:ff9b::808:808 2606:4700::1111 2a00:1450::1'.split(
    ' ',
  );

describe('public addresses', () => {
  test.each(REFUSED)('%s is refused', (address) => {
    expect(addressRefusal(address, false)).toBeTypeOf('string');
  });

  test.each(ALLOWED)('%s is allowed', (address) => {
    expect(addressRefusal(address, false)).toBeUndefined();
  });

  test('what is no address is refused whatever is allowed', () => {
    for (const text of ['', 'localhost', '1.2.3.4.5', '256.1.1.1'])
      expect(addressRefusal(text, true)).toBeTypeOf('string');
  });

  test('an IPv4 address is judged alike in all its IPv6 forms', () => {
    fc.assert(
      fc.property(fc.ipV4(), (address) => {
        const verdict = addressRefusal(address, false) === undefined;
        expect(addressRefusal(`::ffff:${address}`, false) === undefined).toBe(verdict);
        expect(addressRefusal(`64:ff9b::${address}`, false) === undefined).toBe(verdict);
      }),
    );
  });
});

test('private addresses may be allowed; metadata addresses never', () => {
  for (const address of ['127.0.0.1', '10.0.0.1', '::1', 'fd12::1', '169.254.1.1']) {
    expect(addressRefusal(address, true)).toBeUndefined();
  }
  for (const address of ['169.254.169.254', '::ffff:169.254.169.254', '168.63.129.16', 'fd00:ec2:0::254']) {
    expect(addressRefusal(address, true)).toMatch(/metadata/);
  }
});

describe('lookup', () => {
  const ask = (addresses: { address: string; family: number }[], all: boolean) =>
    new Promise((done, fail) => {
      const lookup = createLookup(false, async () => addresses);
      lookup('feed.example', { all }, (error, address, family) => (error ? fail(error) : done([address, family])));
    });

  test('hands out checked addresses in both forms', async () => {
    const good = { address: '93.184.216.34', family: 4 };
    expect(await ask([good], false)).toEqual(['93.184.216.34', 4]);
    expect(await ask([good], true)).toEqual([[good], undefined]);
  });

  test('refuses a name without addresses, and one with a bad one among good ones', async () => {
    await expect(ask([], false)).rejects.toThrow(/no address/);
    const mixed = [
      { address: '93.184.216.34', family: 4 },
      { address: '::1', family: 6 },
    ];
    await expect(ask(mixed, true)).rejects.toThrow(/feed\.example.*::1/);
  });
});
