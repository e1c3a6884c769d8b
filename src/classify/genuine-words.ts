/** Says of a name that it is not the attackers'. */
const GENUINE = words(
  'genuine legitimate legit authentic benign honest real official original impersonated imitated mimicked cloned copied spoofed targeted target targets victim victims reference references',
);
/** What has such a name. */
const OWNERS = words(
  'company companies organisation organisations organization organizations brand brands business businesses bank banks institution institutions entity entities vendor vendors service services product products software application applications app apps tool tools project projects developer developers',
);
const NAMES = words(
  'domain domains name names site sites website websites url urls link links page pages portal portals homepage web host hosts hostname hostnames fqdn fqdns ip ips address addresses email emails server servers',
);
const SMALL = words(
  "a an the this these those their its it's of for in at on is are was were that which by and or following list known s",
);
/** A tool's own place on the web: "official download page", "tool website", "vendor's own site". */
const OWN = words('official own tool tools vendor vendors project projects developer developers software');
const PLACES = words('site sites website websites page pages homepage download downloads');

/** Says that the names are, or may be, the attackers' after all: "legitimate but compromised sites", "domains impersonating banks". */
const ADVERSARY =
  /^(?:malicious|rogue|fake|fraudulent|phish\w*|bogus|counterfeit|look-?alikes?|typo-?squat\w*|c2s?|c&c|cnc|command|payloads?|malware|attack\w*|actors?|adversar\w*|threats?|compromised|hacked|hijacked|infected|abus\w*|misused|used|using|hosting|contacted|not|non|seemingly|apparently|against|targeting|impersonating|imitating|mimicking|spoofing|posing|masquerading|disguised|iocs?|indicators?|redirect\w*|cnames?|records?)$/;

/** A spoofed domain may be the copied one or the copy: it needs a column beside it that holds the other. */
const EITHER = words('spoofed cloned copied');
/** A real address may be that of the attackers' server behind a proxy. */
const BEHIND_PROXY = words('real original');
const MACHINES = words('ip ips address addresses server servers host hosts');

/** Whether a column of this head, beside the others of its table, holds names that are not the attackers'. */
export function isGenuineColumn(head: string, others: readonly string[]): boolean {
  const beside = others.map(wordsIn);
  // A record's target is what it resolves to.
  if (beside.some((list) => list.some((word) => /^(?:records?|cnames?|shortcuts?|lnk)$/.test(word)))) return false;
  return isGenuine(
    wordsIn(head),
    beside.some((list) => list.some((word) => NAMES.has(word) || ADVERSARY.test(word))),
  );
}

/** Whether a heading, a label or the words before a list say that what it lists is not the attackers'. */
export function isGenuineLead(lead: string): boolean {
  const list = wordsIn(lead);
  if (isGenuine(list, false)) return true;
  if (list.some((word) => ADVERSARY.test(word))) return false;
  return list.some((_, at) => {
    const pair = list.slice(at, at + 2);
    return pair.length === 2 && isThing(pair[1] ?? '') && !SMALL.has(pair[0] ?? '') && isGenuine(pair, false);
  });
}

/** Lower-case words without punctuation; possessives as two. */
export function wordsIn(text: string): string[] {
  return (
    text
      .toLowerCase()
      .slice(0, 300)
      .match(/[\p{L}\d&-]+/gu) ?? []
  );
}

export function isThing(word: string): boolean {
  return OWNERS.has(word) || NAMES.has(word);
}

export function isAdversary(word: string): boolean {
  return ADVERSARY.test(word);
}

function isGenuine(list: readonly string[], paired: boolean): boolean {
  if (list.length === 0 || list.length > 12) return false;
  if (list.length > 1 && list.some((word) => OWN.has(word)) && list.some((word) => PLACES.has(word)))
    if (list.every((word) => OWN.has(word) || PLACES.has(word) || SMALL.has(word) || NAMES.has(word))) return true;
  const says = list.filter((word) => GENUINE.has(word));
  if (says.length === 0 || !list.every((word) => GENUINE.has(word) || isThing(word) || SMALL.has(word))) return false;
  if (says.every((word) => BEHIND_PROXY.has(word)))
    return list.some(isThing) && !list.some((word) => MACHINES.has(word));
  return paired || !says.every((word) => EITHER.has(word)) || list.some((word) => OWNERS.has(word));
}

function words(list: string): ReadonlySet<string> {
  return new Set(list.split(' '));
}
