export interface WalletHit {
  readonly type: 'wallet';
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

/** Bech32 of Bitcoin and Litecoin says what it is by itself. */
const BECH32 = /(?<![0-9A-Za-z])(?:bc1|ltc1)[02-9ac-hj-np-z]{25,71}(?![0-9A-Za-z])/g;
/** Bitcoin, Litecoin, Dogecoin, Tron, Ripple, Monero, Ethereum: forms that other things have, too. */
const OTHERS =
  /(?<![0-9A-Za-z/_+.=-])(?:[13LMD][1-9A-HJ-NP-Za-km-z]{25,34}|T[1-9A-HJ-NP-Za-km-z]{33}|r[1-9A-HJ-NP-Za-km-z]{24,34}|[48][0-9AB][1-9A-HJ-NP-Za-km-z]{93}|0x[0-9a-fA-F]{40})(?![0-9A-Za-z/_+=-])/g;
const SAID =
  /\b(?:wallets?|bitcoins?|btc|ethereum|eth|monero|xmr|litecoin|ltc|dogecoin|tron|trx|usdt|tether|ripple|xrp|crypto(?:currency|currencies)?|ransom|payments?|blockchain|drainer|smart contracts?|mining pool)\b/i;
/** How far before a value the word may stand. */
const REACH = 200;

/** Addresses of cryptocurrencies: by their form, or by form and by what is said before them. */
export function findWallets(text: string): WalletHit[] {
  const hits: WalletHit[] = [];
  const add = (value: string, start: number) => hits.push({ type: 'wallet', value, start, end: start + value.length });
  for (const match of text.matchAll(BECH32)) add(match[0], match.index);
  for (const match of text.matchAll(OTHERS)) {
    const before = text.slice(Math.max(0, match.index - REACH), match.index);
    if (/\d/.test(match[0]) && /[a-z]/i.test(match[0].slice(2)) && SAID.test(before)) add(match[0], match.index);
  }
  return hits;
}
