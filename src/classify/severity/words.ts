/** Says that somebody attacks with it already. */
export const EXPLOITED =
  /\b(?:(?:actively|being|been|was|were|is|are|has been|have been|widely|now) (?:actively |being )?exploited|(?:lost data|stole\w*|broke in|got in|breach\w*|compromis\w+)\b.{0,60}\b(?:through|via|using|by means of|with)\b.{0,30}\b(?:hole|flaw|vulnerabilit\w+|zero[- ]day|CVE)|attackers use it to|CISA (?:has |have )?(?:ordered|directed)|exploited (?:in the wild|by|as a zero[- ]day|since|in attacks)|in[- ]the[- ]wild|(?:active|mass|widespread|ongoing) exploitation|exploitation (?:attempts|activity|in the wild)|actively exploiting|(?:attackers|hackers|actors?|groups?|gangs?|operators) (?:are |is |have |has )?(?:now |been )?(?:exploit(?:ed|ing|s)?)|known exploited)\b/i;

/** The same of what the sentence before names: "it is exploited", "two were exploited". */
export const EXPLOITED_TOO =
  /\b(?:it|they|both|all|one|two|three|four|five|six|\d{1,2}|these|this|which|the (?:issue|problem|hole|bug|weakness|company|vendor)[^.]{0,40}) (?:\w+ )?(?:is|are|was|were|has been|have been) (?:also |already |actively |being |now |known to be )*exploited\b/i;

/** What can be exploited so. */
export const VULNERABLE =
  /\bCVE-\d{4}-\d+|\bvulnerabilit|\bflaws?\b|\bholes?\b|\bzero[- ]days?\b|\b0-?days?\b|\bbugs?\b/i;

/** Says that anybody can have what exploits it. */
export const PROOF =
  /\b(?:proofs?[- ]of[- ]concept|PoCs?|exploit code|working exploits?|metasploit module)\b.{0,100}\b(?:public\w*|publish\w*|released?|available|GitHub|shared|online|circulat\w+|out)\b|\b(?:public(?:ly)?|publish\w*|released?|available|shared)\b.{0,60}\b(?:proofs?[- ]of[- ]concept|PoCs?|exploit code|exploits?)\b/i;

/** Says that it has not come to its end. */
export const ONGOING =
  /\b(?:campaigns?|attacks?|operations?|intrusions?|exploitation|wave)\b.{0,60}\b(?:is|are|was|were) (?:still |currently )?(?:ongoing|active|going on|running|under ?way|growing)\b|\b(?:campaigns?|attacks?|operations?|intrusions?|exploitation|wave)\b (?:still )?(?:goes|go|continues?) (?:on|today|to (?:grow|spread))?|\b(?:ongoing|still active|currently active)\b.{0,30}\b(?:campaigns?|attacks?|operations?|intrusions?|exploitation)\b|\bat present\b.{0,30}\b(?:attack|target|go\w* after|hit)\w*|\bgrows? (?:daily|by the)\b/i;

/** Told by those who were called to it. */
export const FIRST_HAND =
  /\b(?:our (?:incident )?(?:responders?|response team|DFIR team)|(?:we|our team|our analysts) (?:were (?:called|engaged|asked to)|responded to|contained)|incident response (?:engagement|case)|were called in|patient zero|(?:at|of) (?:a|one of our|our) customers?\b|a customer['’]s)\b/i;

/** Whom it hurts more than others if machines stand still or secrets are read. */
export const CRITICAL =
  /\b(?:hospitals?|health ?care|patients|water (?:utilit\w+|treatment|supply)|utilit(?:y|ies)|power (?:grid|plants?|stations?)|energy (?:sector|industry|compan\w+|provider)|electricity|nuclear|pipelines?|critical infrastructure|industrial control|ministr(?:y|ies)|embass(?:y|ies)|governments?|parliament|military|armed forces|defen[cs]e (?:contractors?|industr\w+|sector|compan\w+)|diplomat\w*|think tanks?|election\w*|airports?|airlines?|railways?|telecom\w*|banks|central bank|financial (?:sector|institutions)|emergency services|municipal\w*|police)\b/i;

/** Behind it stands a state, as it is told without a name. */
export const STATE =
  /\b(?:nation[- ]state|state[- ](?:sponsored|backed|aligned|affiliated|linked)|government[- ](?:backed|sponsored|affiliated|linked)|(?:advanced persistent threat|APT)s?\b(?:\s\(APT\))?(?: threat)? (?:actors?|groups?|activity|campaigns?)|cyber[- ]?espionage|(?:Chinese|Russian|Iranian|North Korean|DPRK|China|Russia|Iran|North Korea)[- ](?:nexus|linked|aligned|based|backed|affiliated|sponsored|speaking)?\s?(?:state|government|military|intelligence|espionage|threat actors?|hackers?|APT|cyber (?:threat )?actors?)|(?:pro-Russian|pro-Ukrainian|pro-Iranian) hacktivis\w+|intelligence (?:service|agency|directorate)|Ministry of State Security|GRU|FSB|SVR|Lazarus)\b/i;

/** Law has reached them. */
export const STOPPED =
  /\b(?:police|law enforcement|authorities|Europol|Interpol|FBI|prosecutors|investigators|international operation)\b.{0,100}\b(?:(?:take|took|taken|taking|shut|shuts|shutting) down|seiz(?:e|es|ed|ing)|dismantl\w+|disrupt\w*|arrest\w*)\b|\b(?:arrest(?:ed|s)?|sentenced|extradited|seized by|taken down by|dismantled by)\b.{0,80}\b(?:police|law enforcement|authorities|Europol|Interpol|FBI|prosecutors|hackers?|suspects?|men|members?|operators?)\b|\b(?:suspects?|men|members?|operators?|hackers?)\b.{0,60}\b(?:arrested|sentenced|extradited)\b/i;

/** How much was taken is told by the million. */
export const BULK_THEFT: readonly [number, RegExp, string] = [
  3,
  /\b(?:stole|stolen|thefts?|steals?|taken|took|copied|exfiltrat\w+|leak(?:ed|s)?|breach\w*|siphoned|carried off)\b.{0,90}\b(?:(?:\d+(?:[.,]\d+)? (?:million|billion)|\d{1,3}(?:,\d{3})+|(?:hundreds of )?thousands of|millions of)(?: \w+){0,3} (?:customers?|patients?|records?|people|persons|users?|accounts?|files?|documents?|members?|citizens?|employees?|passengers?|subscribers?|passwords?|e-?mails?|objects?|credentials?|cards?|students?|data)|\d+(?:[.,]\d+)? ?(?:GB|TB|gigabytes|terabytes))\b|\b(?:(?:\d+(?:[.,]\d+)? (?:million|billion)|\d{1,3}(?:,\d{3})+|(?:hundreds of )?thousands of|millions of)(?: \w+){0,3} (?:customers?|patients?|records?|people|persons|users?|accounts?|files?|documents?|members?|citizens?|employees?|passengers?|subscribers?|passwords?|e-?mails?|objects?|credentials?|cards?|students?|data)|\d+(?:[.,]\d+)? ?(?:GB|TB|gigabytes|terabytes))\b.{0,90}\b(?:(?:stole|stolen|thefts?|steals?|taken|took|copied|exfiltrat\w+|leak(?:ed|s)?|breach\w*|siphoned|carried off)|were sent|were downloaded)\b/i,
  'data is stolen in bulk',
];

/** What an attacker gains, the most first. */
export const GAINS: readonly (readonly [number, RegExp, string])[] = [
  [
    4,
    /\b(?:PLCs?|HMIs?|SCADA|(?:industrial|programmable logic) control\w*|operational technology|safety (?:instrumented )?systems?|set ?points?|valves?|substations?|pumping stations?|turbines?|circuit breakers?|human-machine interfaces?)\b.{0,100}\b(?:opened|closed|changed|manipulat\w+|shut|disrupt\w*|lost control|took control|taken over|attack\w*|wip(?:ed|es)|damag\w+|stopped|switched|tripped)\b|\b(?:opened|closed|changed|manipulat\w+|shut|disrupt\w*|lost control|took control|attack\w*|damag\w+|tripped|switched off)\b.{0,80}\b(?:PLCs?|HMIs?|SCADA|(?:industrial|programmable logic) control\w*|operational technology|safety (?:instrumented )?systems?|set ?points?|valves?|substations?|pumping stations?|turbines?|circuit breakers?)\b/i,
    'machines of the physical world are touched',
  ],
  [
    4,
    /\b(?:unauthenticated|pre-?auth\w*|without (?:authentication|logging in|credentials|privileges))\b.{0,120}\b(?:execut|code|commands?|rce|admin|root|full control|takeover)|\b(?:rce|code execution|commands?)\b.{0,60}\b(?:unauthenticated|without (?:authentication|credentials))/i,
    'anybody can run code',
  ],
  [
    3,
    /\bransomware\b|\bencryptors?\b|\bransom notes?\b|\bencryption (?:starts?|started|began|in \d+)\b|\bwip(?:er|ers|ed|ing)\b|\bencrypt(?:ed|s|ing)? (?:the |all |their |its )?(?:files?|servers?|systems?|network|drives?)|\b(?:delet(?:ed|es)|destroyed|erased|emptied)\b.{0,40}\b(?:servers?|virtual machines?|VMs|databases?|backups?|buckets?|volumes?|repositories|production)\b/i,
    'systems are encrypted or wiped',
  ],
  [
    3,
    /\bextort\w*|\bransom\b|\b(?:data )?leak sites?\b|\bdemand(?:s|ed|ing)?\b.{0,20}\b(?:payment|money|bitcoins?)\b/i,
    'the victim is extorted',
  ],
  BULK_THEFT,
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
  [
    2,
    /\b(?:mail(?:box)?(?:es)?|e-?mail accounts?|accounts?|tenants?|identit(?:y|ies))\b.{0,40}\b(?:taken over|hijacked|compromised|took over|exported)\b|\b(?:took|taking|take) over\b.{0,40}\b(?:mail(?:box)?(?:es)?|accounts?|tenants?)\b|\baccount takeovers?\b|\bbusiness e-?mail compromise\b|\b(?:new|changed|false) bank details\b|\bexport\w*\b.{0,20}\bmailbox\w*/i,
    'accounts are taken over',
  ],
  [
    2,
    /\b(?:data|files?|records?|documents?|databases?|snapshots?|objects|passwords?|information|source code)\b.{0,60}\b(?:was|were|been|is|are) (?:\w+ ){0,2}(?:stolen|taken|copied|exfiltrated|siphoned|leaked)\b|\bcopied (?:files|data|documents)\b/i,
    'data or credentials are stolen',
  ],
  [2, /\b(?:backdoor\w*|implants?|rootkits?|remote access trojan|rat\b|espionage)/i, 'access that lasts'],
  [
    1,
    /\bprivilege escalation|\belevat\w+ privileges|\b(?:downloaders?|loaders?|droppers?|botnets?|trojans?|malware|min(?:er|ing)|xmrig|cryptojack\w*)\b|\bphish\w+|\bweb ?shells?\b/i,
    'malware or a foothold',
  ],
];

/** How far it reaches, the farthest first. */
export const REACHES: readonly (readonly [number, RegExp, string])[] = [
  [
    2,
    /\b(?:thousands|hundreds of thousands|millions?|tens of thousands|\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)? (?:million|billion)|\d{4,} )(?: of)?\b.{0,40}\b(?:users|customers|devices|servers|hosts|downloads|organi[sz]ations|companies|websites|sites|installations|machines|victims|repositories|instances|endpoints|shops|stores|schools|firms|members|citizens|employees|households|mailboxes|accounts|computers|people|patients|records|routers|phones|tenants)\b/i,
    'thousands may meet it',
  ],
  [
    2,
    /\b(?:worm(?:s|able)?|self-(?:propagat|replicat|spread)\w+|spreads? (?:by itself|automatically)|publish(?:es|ed)? itself|infects? other)\b/i,
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
