/**
 * What a sentence tells that no attacker did here: `general`: what attackers do, how often, and what a thing is; `possible`: what an
 * attacker could do with it, which is how vulnerabilities are told; `elsewhere`: what was done at another time or to others, and what
 * the victim itself works with.
 */
export type Unspecific = 'general' | 'possible' | 'elsewhere';

/** Attackers of no particular kind, where nothing before says of which (see `isAnybody`). */
const ANYBODY = `(?<anybody>(?:(?:threat|malicious) )?actors|attackers|adversaries|(?:cyber ?)?criminals|hackers|intruders|scammers|phishers|fraudsters|(?:ransomware|cybercrime|extortion|criminal) (?:groups|gangs|operators|actors|affiliates)|malware (?:authors|developers))`;
const CASES = `(?:cases|incidents|breaches|attacks|intrusions|infections|compromises|organi[sz]ations|compan(?:y|ies)|businesses|enterprises|respondents|firms|malware|implants|threats|detections|alerts|samples|victims|users|employees|emails?|e-mails?|messages|campaigns|engagements|investigations|ransomware|phishing|traffic|environments|customers)`;
const SHARE = String.raw`(?:\d+(?:[.,]\d+)?\s?(?:%|per ?cent)|(?:a |one |two |three )?(?:half|third|thirds|quarter|quarters|majority))`;

const SOMEBODY = String.raw`(?:an? (?:[\w-]+ ){0,3}?(?:attacker|adversary|threat actor|hacker|intruder|criminal|actor|user)|attackers|adversaries|threat actors|hackers|somebody|someone|anybody|anyone)`;
/** What people expect to attack one day. */
const MACHINE = String.raw`(?:an? (?:ai|autonomous|artificial)?\s?(?:agent|model|chatbot|llm)|(?:ai|autonomous) (?:agents|systems|tools|malware|worms)|ai|artificial intelligence|(?:large )?language models|llms)`;

const GENERAL = new RegExp(
  [
    // How often.
    String.raw`\b${SHARE}\s+(?:of|in)\s+(?:(?:the|all|our|these|those|observed|reported|\w+ed)\s+){0,3}(?:\w+[ -]){0,2}${CASES}\b`,
    String.raw`\b\d+(?:[.,]\d+)?\s?(?:%|per ?cent)\s+${CASES}\b`,
    String.raw`\b(?:one|two|three|four|five|six|seven|eight|nine) (?:out of|in) (?:three|four|five|ten|\d+) (?:\w+ ){0,2}${CASES}\b`,
    String.raw`\b(?:(?:account(?:s|ed)? for|made up|rose|rises?|grew|fell|jumped|surged|climbed|dropped|declined|increased|decreased)(?: by| to| from)?|up|down)\s+(?:about |nearly |almost |over |more than |some )?\d+(?:[.,]\d+)?\s?(?:%|per ?cent)`,
    String.raw`\b(?:year[- ](?:over|on)[- ]year|compared (?:to|with) (?:last|the (?:previous|prior)) (?:year|quarter))\b`,
    String.raw`\b(?:threats|risks|dangers|crimes|attack (?:types|vectors)|cyber ?attacks|types of attacks?) (?:such as|like|including)\b`,
    // What is usual.
    String.raw`\b(?:remains?|is|are|continues? to be) (?:still |now |by far |among |perhaps )?(?:the|a|an|one of the|some of the) (?:\w+ ){0,2}(?:most|more|top|leading|number one|common|popular|favou?rite|biggest|easiest|primary)\b.{0,60}\b(?:ways?|vectors?|methods?|techniques?|tactics?|causes?|routes?|means)\b`,
    String.raw`\b(?:remains?|is still|are still) (?:the |a |one of the )?(?:most|top|leading|number one|common|popular)\b`,
    String.raw`\b(?:most|many|few|nearly all|almost all) (?:of )?(?:(?:the|these|those) )?(?:\w+ )?${CASES} (?:(?:still|today|now|also) )*(?:begin|start|involve|rely|use|end|happen|come)\b`,
    String.raw`\b${SOMEBODY} (?:do|does) not (?:even )?(?:need|have to|require)\b`,
    // What a thing is.
    String.raw`^(?!(?:this|that|it|these|those|they|he|she|we)\b)[^.,;:]{3,60}?\b(?:is|are) (?:a|an|the|one of the) (?:(?:[\w-]+ ){0,4})(?:techniques?|tactics?|methods?|(?:form|type|kind|class|category) of (?:\w+ )?(?:attacks?|technique|fraud|phishing)|attack (?:in|that|where)|practice|process of|concept|acronym)\b`,
    String.raw`^(?!(?:this|that|it|these|those)\b)[^.,;:]{3,60}?\b(?:refers to|stands for|is short for|is defined as)\b`,
  ].join('|'),
  'i',
);

/** What attackers do as a habit. */
const HABIT = new RegExp(
  [
    String.raw`\b${ANYBODY}\s+(?:(?:\w+ly|have|are|today|still|now|also)\s+)?(?:often|frequently|commonly|typically|usually|normally|regularly|routinely|increasingly|generally|sometimes|always|continue to|tend to|love to|like to|prefer to|know that|favou?r|rely on)\b`,
    String.raw`\b(?:often|frequently|commonly|typically|usually|regularly|routinely|widely|popularly) (?:used|abused|exploited|deployed|leveraged|employed|seen|targeted|favou?red) by (?:many |various |different )?${ANYBODY.replace('anybody', 'anybodyToo')}`,
  ].join('|'),
  'gi',
);
/** What makes particular ones of attackers: who reads "these actors" has been told who they are, and "Brinelock actors" says it. */
const PARTICULAR = /\b(?:the|these|those|such|its|his|their|our|both|all|same|two|three|unknown)\s+(?:\w+\s+)?$/i;
const ANY_WORD =
  /^(?:cyber|many|most|some|other|such|advanced|sophisticated|modern|and|but|because|since|while|as|when|that|foreign|malicious|today|once|if|how|why)$/i;

/** How much is looked at before a name, in UTF-16 units: two words. */
const REACH = 80;

function isAnybody(sentence: string, at: number): boolean {
  const before = sentence.slice(Math.max(0, at - REACH), at);
  const [word = ''] = /[\p{L}\p{N}-]+(?=\s+$)/u.exec(before) ?? [];
  return !PARTICULAR.test(before) && !(/^\p{Lu}/u.test(word) && !ANY_WORD.test(word));
}

function isHabit(sentence: string): boolean {
  return [...sentence.matchAll(HABIT)].some(({ 0: whole, index, groups = {} }) => {
    const name = groups['anybody'] ?? groups['anybodyToo'] ?? '';
    return isAnybody(sentence, index + whole.lastIndexOf(name));
  });
}

/** Only in the main clause: what is done so that somebody could is done. */
const MAIN = String.raw`^[^,;:]{0,120}?(?<!\b(?:that|which|and|to|so|where|because)\s)`;
const POSSIBLE = new RegExp(
  [
    String.raw`${MAIN}\b${SOMEBODY}\b(?: (?:with|who|that|on|in)\b[^.]{0,80}?)?,? (?:\w+ly )?(?:can|could|may|might|would)\b`,
    String.raw`${MAIN}\b${MACHINE}\b (?:\w+ly )?(?:can|could|may|might|would|will)\b`,
    String.raw`${MAIN}\b(?:lets?|allow(?:s|ed)?|enabl(?:es|ed)|permit(?:s|ted)?|gives?) ${SOMEBODY}\b`,
    String.raw`${MAIN}\b(?:could|might) (?:then |also |potentially |even |in turn )?(?:be (?:used|abused|exploited|leveraged|chained|combined|triggered|weaponi[sz]ed)|allow|lead to|enable|let|result in)\b`,
    String.raw`\b(?:we|one) (?:can |may |might |could )?(?:assume|expect|anticipate)\b`,
    String.raw`${MAIN}\b(?:can|may) be (?:used|abused|exploited|leveraged|triggered|chained|combined)\b`,
  ].join('|'),
  'i',
);

const THEIRS = `(?:campaigns?|attacks?|intrusions?|operations?|incidents?|waves?|activity)`;
const EARLIER = `(?:older|earlier|previous|prior|past|former)`;
/** What is compared with the past happens now: "as in earlier campaigns". */
const NO_COMPARISON = String.raw`(?<!\b(?:as|like|unlike|than|from|to|with|also|again|only|both|seen|observed) )`;
const ELSEWHERE = new RegExp(
  [
    String.raw`\bin the (?:distant |recent )?past(?= *(?:[.,;:)]|$))`,
    String.raw`^(?:in|during) (?:(?:its|their|the|an?|some|several|many) )?${EARLIER} ${THEIRS}\b(?!.{0,80}\b(?:this time|now|but|while|whereas|here)\b)`,
    String.raw`${NO_COMPARISON}\bin (?:(?:its|their|some|several|many) )?${EARLIER} ${THEIRS}(?= *(?:[.,;)]|$))`,
    String.raw`^(?:the )?${EARLIER} (?:[\w-]+ ){0,3}${THEIRS} (?:by [\w ]{1,30} )?(?!(?:as|like|and|show|suggest|indicate)\b)[a-z]+`,
    String.raw`^in an? (?:similar|unrelated) (?:case|incident|intrusion|attack)\b`,
    String.raw`\b(?:readers|you|many|some|most) (?:will|may|might) (?:also )?(?:remember|recall)\b`,
    // What the victim works with.
    String.raw`(?<!\b(?:criminal|front|shell|fake|crime|cybercrime|hacking|threat) )\b(?:victim|customer|company|organi[sz]ation|firm|client|manufacturer)\b[^.;]{0,60}?\b(?:uses|relies on|(?:had been|was) using)\b[^.;]{0,80}\bfor\b`,
    String.raw`^we (?:use|rely on)\b[^.;]{0,80}\bfor\b`,
  ].join('|'),
  'i',
);

/** What attackers of no particular kind do now, without a word that says how often: news of today, or a commonplace. */
const NOWADAYS = new RegExp(
  String.raw`^(?:(?:and|but|so|once inside|instead|today|meanwhile|also|first|then|next|finally),? )?${ANYBODY} (?:(?:\w+ly|then|also|now|even|simply|just) )?(?!(?:were|had|did|was|are|sent|stole|built|made|took|ran|got|hid|left|kept|put|set|began|gave|came|went|broke|won|lost|spread|hit|used)\b)[a-z]+(?<!ed)\b`,
  'i',
);

const MONTH = 'January|February|March|April|May|June|July|August|September|October|November|December';
/** Something happened: somebody saw it, at a time, to somebody. */
const HAPPENED = new RegExp(
  [
    String.raw`\bCVE-\d{4}-\d`,
    // What only a report on something real gives: defanged addresses, hashes, paths.
    String.raw`\[\.\]|\bhxxp|\b[0-9a-f]{32,128}\b|\b[A-Z]:\\\w|%\w+%\\`,
    String.raw`\b(?:campaigns?|incident|intrusions?|outbreak|compromise[ds]?|breach(?:ed)?|victims?|targets were|a court heard|(?:was|were|been) (?:sentenced|convicted|indicted|found guilty)|pleaded guilty)\b`,
    String.raw`\b(?:we|researchers|analysts|investigators|experts|(?:our|the|its) (?:team|company|firm|agency|vendor)) (?:have |has |had |also |first |recently )?(?:saw|seen|observed|found|identified|discovered|tracked|track|responded|analy[sz]ed|investigated|detected|uncovered|spotted|noticed|call(?:ed)?|attribut\w+|said|reported|warned)\b`,
    String.raw`\b(?:was|were|been) (?:\w+ly )?(?:seen|observed|found|used|deployed|compromised|infected|stolen|exploited|targeted|dropped|downloaded|executed|sent|registered|published|uploaded|installed|hijacked|encrypted|delivered)\b`,
    String.raw`\b(?:are|is) (?:now |currently |actively )?(?:being )?(?:exploiting|exploited|targeting|targeted|abusing|abused|distributing|distributed|spreading|impersonating)\b`,
    String.raw`\b(?:in|since|on|until|between|from|by|during) (?:early |mid[- ]?|late |\d{1,2}(?:st|nd|rd|th)? )?(?:${MONTH})\b`,
    String.raw`\b(?:last|this|past) (?:week|month|weekend|spring|summer|autumn|fall|winter|${MONTH})\b|\byesterday\b|\bon (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b`,
  ].join('|'),
  'i',
);

const YEAR = new RegExp(
  String.raw`\b(?:in|of|from|during|by|until|since|${MONTH})\s+(?:(?:early|mid|late)[- ]|(?:${MONTH}) )?(?:\d{1,2}, )?(20[0-4]\d)(?![\w-])`,
  'gi',
);
const CVE_YEAR = /\bCVE-(20[0-4]\d)-\d/gi;
/** What began then and goes on, and what its own author saw. */
const GOES_ON = /\b(?:we|since|first|until|through|still|today|now|again|began|started|ha(?:s|ve) been)\b/i;
/** A campaign takes a year or two; what a text dates further back than its newest year is history. */
const LONG_AGO = 3;

/** The newest year that a text dates something to; null where it dates nothing. */
export function newestYear(text: string): number | null {
  const years = [...text.matchAll(YEAR), ...text.matchAll(CVE_YEAR)].map(([, year]) => Number(year));
  return years.length === 0 ? null : Math.max(...years);
}

/** Null where a sentence may tell what somebody did. `newest`: the newest year that its text dates something to. */
export function unspecific(sentence: string, newest: number | null = null): Unspecific | null {
  if (GENERAL.test(sentence) || isHabit(sentence)) return 'general';
  if (ELSEWHERE.test(sentence) || isHistory(sentence, newest)) return 'elsewhere';
  return POSSIBLE.test(sentence) ? 'possible' : null;
}

function isHistory(sentence: string, newest: number | null): boolean {
  const years = [...sentence.matchAll(YEAR)].map(([, year]) => Number(year));
  if (newest === null || years.length === 0 || GOES_ON.test(sentence)) return false;
  return Math.max(...years) <= newest - LONG_AGO;
}

/** Whether a sentence tells of attackers in general unless its text tells of something that happened. */
export function isCommonplace(sentence: string): boolean {
  return NOWADAYS.test(sentence);
}

/** Whether a sentence says that something happened, at some time, to somebody, or who saw it. */
export function tellsEvent(sentence: string): boolean {
  return HAPPENED.test(sentence);
}
