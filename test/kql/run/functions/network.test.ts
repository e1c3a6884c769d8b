import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseV4, parseV6 } from '../../../../src/kql/run/functions/network.ts';
import { itGives } from '../support.ts';

describe('addresses', () => {
  itGives({
    'ipv4-is-private-function': [
      ['ipv4_is_private("192.168.1.1/24")', true],
      ['ipv4_is_private("10.1.2.3/24")', true],
      ['ipv4_is_private("172.31.255.255")', true],
      ['ipv4_is_private("172.32.0.1")', false],
      ['ipv4_is_private("127.0.0.1")', false],
      ['ipv4_is_private("2001:db8::1")', null],
      ['not(ipv4_is_private("2001:db8::1"))', null],
    ],
    'ipv4-is-in-range-function': [
      ['ipv4_is_in_range("192.168.1.1", "192.168.1.1")', true],
      ['ipv4_is_in_range("192.168.1.1", "192.168.1.255/24")', true],
      ['ipv4_is_in_range("192.168.2.1", "192.168.1.255/24")', false],
      ['ipv4_is_in_range("x", "192.168.1.255/24")', null],
    ],
    'ipv4-is-in-any-range-function': [
      ['ipv4_is_in_any_range("192.168.1.6", "192.168.1.1/24", "10.0.0.1/8")', true],
      ['ipv4_is_in_any_range("127.0.0.1", dynamic(["127.0.0.1", "192.168.1.1"]))', true],
      ['ipv4_is_in_any_range("1.1.1.1", dynamic(["192.168.1.1/16"]))', false],
    ],
    'ipv4-compare-function': [
      ['ipv4_compare("192.168.1.0", "192.168.1.0")', 0],
      ['ipv4_compare("192.168.1.1/24", "192.168.1.255")', 0],
      ['ipv4_compare("192.168.1.1", "192.168.1.255/24")', 0],
      ['ipv4_compare("192.168.1.1", "192.168.1.0", 31)', 0],
      ['ipv4_compare("192.168.1.1", "192.168.1.2")', -1],
      ['ipv4_is_match("192.168.1.1/24", "192.168.1.255")', true],
    ],
    'parse-ipv4-function': [
      ['parse_ipv4("192.168.1.1")', 3232235777],
      ['parse_ipv4("192.168.1.1/24")', 3232235776],
      ['parse_ipv4("01.2.3.4")', null],
      ['parse_ipv4("256.1.1.1")', null],
      ['parse_ipv4_mask("127.0.0.1", 24)', 2130706432],
      ['format_ipv4(3232236031, 24)', '192.168.1.0'],
    ],
    'parse-ipv6-function': [
      ['parse_ipv6("127.0.0.1")', '0000:0000:0000:0000:0000:ffff:7f00:0001'],
      ['parse_ipv6("fe80::85d:e82c:9446:7994%eth0")', 'fe80:0000:0000:0000:085d:e82c:9446:7994'],
      ['parse_ipv6("2001:db8::10/32")', '2001:0db8:0000:0000:0000:0000:0000:0000'],
      ['parse_ipv6("zz")', ''],
    ],
    'ipv6-is-match-function': [
      ['ipv6_is_match("192.168.1.1", "::ffff:c0a8:0101")', true],
      ['ipv6_is_in_range("fe80::1", "fe80::/10")', true],
      ['ipv6_compare("fe80::1", "fe80::2")', -1],
    ],
    'has-ipv4-function': [
      ['has_ipv4("05:04:54 127.0.0.1 GET /favicon.ico 404", "127.0.0.1")', true],
      ['has_ipv4("05:04:54 127.0.0.256 GET /favicon.ico 404", "127.0.0.256")', false],
      ['has_ipv4("05:04:54127.0.0.1 GET /favicon.ico 404", "127.0.0.1")', false],
      ['has_any_ipv4("a 10.0.0.7 b", "1.1.1.1", "10.0.0.7")', true],
      ['has_ipv4_prefix("a 127.0.0.1 b", "127.0.")', true],
      ['has_ipv4_prefix("a 127.0.0.1 b", "127.0")', false],
    ],
  });

  it('of version 4 are read back as written', () => {
    fc.assert(
      fc.property(fc.ipV4(), (text) => {
        const bits = parseV4(text)?.bits ?? -1n;
        expect([24n, 16n, 8n, 0n].map((shift) => (bits >> shift) & 255n).join('.')).toBe(text);
      }),
    );
  });

  it('of version 6 mean the same, however short they are written', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(0, 0, 1, 0xfe80), { minLength: 8, maxLength: 8 }), (groups) => {
        const long = groups.map((group) => group.toString(16)).join(':');
        const short = long.replace(/(^|:)0(:0)+(:|$)/, '::');
        expect(parseV6(short)).toEqual(parseV6(long));
      }),
    );
  });
});
