/** Says that somebody attacks with it already. */
export const EXPLOITED =
  /\b(?:(?:actively|being|been|was|were|is|are|has been|have been|widely|now) (?:actively |being )?exploited|exploited (?:in the wild|by|as a zero[- ]day|since|in attacks)|in[- ]the[- ]wild|(?:active|mass|widespread|ongoing) exploitation|exploitation (?:attempts|activity|in the wild)|actively exploiting|(?:attackers|hackers|actors?|groups?|gangs?|operators) (?:are |is |have |has )?(?:now |been )?(?:exploit(?:ed|ing|s)?)|known exploited)\b/i;

/** The same of what the sentence before names: "it is exploited", "two were exploited". */
export const EXPLOITED_TOO =
  /\b(?:it|they|both|all|one|two|three|four|five|six|\d{1,2}|these|this|which|the (?:issue|problem|hole|bug|weakness|company|vendor)[^.]{0,40}) (?:\w+ )?(?:is|are|was|were|has been|have been) (?:also |already |actively |being |now |known to be )*exploited\b/i;

/** What can be exploited so. */
export const VULNERABLE = /\bCVE-\d{4}-\d+|\bvulnerabilit|\bflaws?\b|\bzero[- ]days?\b|\b0-?days?\b|\bbugs?\b/i;

/** What an attacker gains, the most first. */
export const GAINS: readonly (readonly [number, RegExp, string])[] = [
  [
    4,
    /\b(?:unauthenticated|pre-?auth\w*|without (?:authentication|logging in|credentials|privileges))\b.{0,120}\b(?:execut|code|commands?|rce|admin|root|full control|takeover)|\b(?:rce|code execution|commands?)\b.{0,60}\b(?:unauthenticated|without (?:authentication|credentials))/i,
    'anybody can run code',
  ],
  [
    3,
    /\bransomware\b|\bencryptors?\b|\bransom notes?\b|\bencryption (?:starts?|started|began|in \d+)\b|\bwip(?:er|ers|ed|ing)\b|\bencrypt(?:ed|s|ing)? (?:the |all |their |its )?(?:files?|servers?|systems?|network|drives?)/i,
    'systems are encrypted or wiped',
  ],
  [
    3,
    /\bsupply[- ]chain (?:attack|compromise)|\b(?:trojani[sz]ed|backdoored|hijacked|poisoned|malicious) (?:\w+ ){0,2}(?:packages?|updates?|installers?|releases?|versions?|extensions?|actions?|images?|modules?|dependenc\w+)/i,
    'software that others install is trojanized',
  ],
  [
    3,
    /\b(?:dcsync|ntds\.dit|golden ticket|golden saml|domain admin\w*|global admin\w*|krbtgt|domain controllers?|cluster[- ]admin)\b|\b(?:took|takes?|taken|taking) over\b.{0,40}\b(?:clusters?|tenants?|domains? controllers?)\b/i,
    'a whole domain, cluster or tenant is taken',
  ],
  [
    2,
    /\bremote code execution\b|\brce\b|\barbitrary (?:code|command)|\b(?:execute|run)s? (?:arbitrary )?(?:code|commands)\b|\bauthentication bypass\b|\bbypass\w* (?:of )?authentication/i,
    'code runs',
  ],
  [
    2,
    /\b(?:exfiltrat\w+|steal(?:s|ing)?|stole|stolen|harvest(?:s|ed|ing)?|captur(?:es?|ed|ing)|intercept(?:s|ed|ing)?|siphon\w*)\b.{0,60}\b(?:credentials?|passwords?|cookies?|tokens?|secrets?|keys?|wallets?|sessions?|accounts|data|documents|files|source code|emails?|money|funds|log-?ins?|(?:bank\w*|financial|personal|sensitive|payment|card|customer) (?:information|details|data))\b|\b\w*stealers?\b|\bcredential (?:dump|theft|harvest)\w*|\b(?:bank(?:ing)?|financial|data|account|card|password|identity|token|cookie|session|mail(?:box)?|email|source code|wallet|crypto\w*) (?:theft|fraud|stealing)\b|\bbank(?:ing|er) (?:trojans?|malware)\b/i,
    'data or credentials are stolen',
  ],
  [2, /\b(?:backdoor\w*|implants?|rootkits?|remote access trojan|rat\b|espionage)/i, 'access that lasts'],
  [
    1,
    /\bprivilege escalation|\belevat\w+ privileges|\b(?:downloaders?|loaders?|droppers?|botnets?|trojans?|malware|min(?:er|ing))\b|\bphish\w+|\bweb ?shells?\b/i,
    'malware or a foothold',
  ],
];

/** How far it reaches, the farthest first. */
export const REACHES: readonly (readonly [number, RegExp, string])[] = [
  [
    2,
    /\b(?:thousands|hundreds of thousands|millions?|tens of thousands|\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)? (?:million|billion)|\d{4,} )(?: of)?\b.{0,40}\b(?:users|customers|devices|servers|hosts|downloads|organi[sz]ations|companies|websites|sites|installations|machines|victims|repositories|instances|endpoints)\b/i,
    'thousands may meet it',
  ],
  [
    2,
    /\b(?:worm(?:s|able)?|self-(?:propagat|replicat|spread)\w+|spreads? (?:by itself|automatically))\b/i,
    'it spreads by itself',
  ],
  [
    1,
    /\b(?:internet[- ](?:facing|exposed)|public[- ]facing|edge (?:devices?|appliances?)|vpns?|firewalls?|gateways?|appliances?|mail servers?|exchange servers?|hypervisors?|esxi)\b/i,
    'it reaches what faces the internet',
  ],
  [
    1,
    /\b(?:worldwide|global(?:ly)?|across (?:multiple|several|many|various) (?:sectors|industries|countries|regions|verticals)|(?:multiple|several|many|various|dozens of) (?:organi[sz]ations|companies|countries|sectors|industries|victims)|critical infrastructure|governments?)\b/i,
    'it meets many',
  ],
];
