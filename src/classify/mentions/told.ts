import type { Sentence } from './sentences.ts';

/** Why a sentence does not tell what an attacker did. */
export type Aside = 'denied' | 'advice' | 'product' | 'question' | 'section' | 'reference';

/** Says that something did not happen, or that nobody saw it. */
const DENIED =
  /\b(?:no (?:evidence|indications?|signs?|proof|reports?) (?:of|that|to)|(?:(?:was|were|has|have|had|is|are) (?:not|never)|(?:was|were|has|have|had|is|are)n['’]t) (?:yet )?(?:been )?(?:observed|seen|found|affected|exploited|compromised|stolen|accessed|breached)|rul(?:e|es|ed|ing) out|has ruled|den(?:y|ies|ied) (?:that|any)|(?<!\b(?:if|when) )none (?:of (?:them|these|those|the|our|its|their)\b[^.;]{0,40}? )?(?:is|are|was|were|has|have|had|ended|involved|led|resulted|mentions?)|(?:we|i|researchers|analysts|investigators|responders|(?:our|the) team) (?:(?:did|do|have|has|could)(?: not|n['’]t)(?: yet)? (?:find|found|see|seen|observe|observed|identify|identified|detect|detected|recover|recovered)|(?:have |has )?(?:found|saw|seen|observed|identified|detected) (?:no|none|nothing|neither)))\b|\bno (?:[\w-]+ ){1,4}(?:was|were|has been|have been) (?:exfiltrated|encrypted|stolen|compromised|affected|accessed|observed|seen|found|deployed|exposed|touched|impacted|lost|leaked)\b/i;

/** Tells readers what to do. */
const ADVICE =
  /\b(?:(?:we|it is|is|are|strongly|highly) (?:strongly |highly )?(?:recommend(?:ed|s)?|advised?|urged?|encouraged?)|recommendations?|best practices?|(?:organi[sz]ations|users|customers|administrators|admins|defenders|companies|businesses|enterprises|individuals|employees|teams|developers|you|practitioners) (?:should|must|need to|can (?:also )?(?:use|hunt|detect|prevent|protect|block|mitigate|reduce|defend))|should (?:be (?:blocked|patched|updated|disabled|enabled|monitored|reviewed|considered)|consider)|to (?:protect|defend) (?:against|yourself|your)|stay safe|can be (?:helpful|useful) (?:to|for|in|when) (?:monitor|detect|hunt|identif|find)\w*|monitor for (?:the )?(?:execution|creation|use|usage|presence|processes|commands?|events?))\b/i;

/** Opens an order to the reader: "Block …", "Ensure that …". Words that also name an attacker's doing (use, run) are not here. */
const ORDER =
  /^(?:[-*•·–—o▪]|\(?\d{1,2}[.)])?\s*(?:(?:always|regularly|immediately|please|also|only|then) )?(?:apply|audit|avoid|alert on|forward (?:[\w-]+ ){0,4}?logs?|pin (?:your|all|every|the|dependencies|versions)|require (?:all|admin\w*|approval|compliant|devices?|mfa|model|multi\w*|phishing\w*|strong|that|users)|revoke|back up|block|check for|configure|consider|deploy|disable|do not|don['’]t|educate|enable|enforce|ensure|establish|hunt for|implement|inspect|keep|limit|look for|maintain|make sure|monitor|patch|perform regular|prevent|protect|provide|refrain from|exercise|be (?:wary|careful|aware|cautious)|beware|reset|restrict|review|rotate|search for|segment|set up|train|turn on|update|upgrade|use (?:a |strong |multi|mfa|[\w -]{1,50} to (?:scan|detect|block|monitor|prevent|filter|protect)\b)|validate|verify|watch (?:for|out)|teach|look (?:at|into)|investigate|isolate|check (?:that|whether|your|the|all)|be on the lookout|stay|read (?:the|our|more)|find out (?:how|more))\b/i;

/** What a reader does in a case that may come: "If you suspect …, look for …", "To find it, search …". */
const CASE =
  /^(?:if (?:you|your|an? (?:organi[sz]ation|user|company|team)|exploitation|compromise)\b|(?:in order )?to (?:detect|find|locate|look for|search for|hunt|prevent|stop|identify|spot|mitigate|reduce|avoid|check|defend|protect)\b.{0,200}(?:\b(?:run|use|look|search|check|query|you|organi[sz]ations|defenders|administrators|enable|monitor|see|consider)\b)|when (?:hunting|investigating|responding|reviewing)\b|(?:defenders|hunters|analysts|security teams|soc analysts|blue teams|incident responders) (?:can|may|might|could|will|want|look|search|hunt|often|usually)\b|(?:your|our) tasks?\b|you (?:will|bring|have|are|know)\b)/i;

/** Speaks of what somebody sells, offers or has to say. */
const PRODUCT =
  /\b(?:webinars?|free trial|(?:book|request|schedule|watch) a demo|live demo|register (?:now|today|here)|sign up|subscribe|newsletter|contact (?:us|sales)|learn more|read more|our (?:customers|platform|products?|solutions?|services?)|our experts|customers (?:are|were|with|who|of)|(?:the|this|that) (?:platform|product|solution|module|sensor) (?:[\w-]+ )?(?:stops?|blocks?|detects?|prevents?|protects?|helps?|identifies)|protects? (?:you|your|our|customers|users|organi[sz]ations|against)|protect(?:ed|ion|ions)? (?:against|from)|(?:blocks?|prevents?|detects?|stops?|identif(?:y|ies)|mitigates?) (?:this|these|the (?:threat|malware|attack|ransomware|campaign|activity|samples?|execution)|and (?:blocks?|prevents?|stops?))|(?:is|are) (?:detected|blocked|prevented) (?:as|by)|share (?:on|via|this) |award|podcast|e-?book|white ?paper)\b/i;

/** Speaks of what finds or stops an attack: a product, a rule, a query. */
const DEFENCE = new RegExp(
  [
    String.raw`\b(?:can|will|could|would|should|(?:is|are) able to|helps?(?: to)?|(?:is|are) designed to|successfully|effectively) (?:also )?(?:detect|quarantine|neutrali[sz]e|block|prevent|stop|disarm|flag|remediate|intercept)(?:ed|s)?\b.{0,80}\b(?:malicious|malware|threats?|attacks?|attackers?|macros?|phishing|exploits?|exploitation|campaigns?|ransomware|spam|activity|intrusions?)\b`,
    String.raw`\b(?:sigma|yara|snort|suricata|detection|correlation|hunting|edr|siem) (?:rules?|signatures?|quer(?:y|ies)|analytics?|logic|content|opportunit\w+|coverage)\b`,
    String.raw`\b(?:rules?|signatures?|quer(?:y|ies)|detections?|analytics?) (?:to|that|which|for) (?:detect|identif|find|catch|trigger|look|hunt)\w*`,
    String.raw`\b(?:detection|protection|signature|coverage) (?:is|are) (?:available|provided|in place)\b`,
  ].join('|'),
  'i',
);

/** Says where something is to be read: a link to a list is none of its entries. */
const REFERENCE =
  /\b(?:lists?|iocs?|indicators?|hashes|rules?|details?|samples?|signatures?|fingerprints?|information|analysis|report|write-?ups?|others?|\w+s) (?:can|may) be found (?:here|below|above|at|in|on|under|via)\b|\bfor (?:more|further|additional|other|the full|a full|a complete) (?:information|details?|reading|background|analysis|context|technical|list|insights?)\b|^(?:source|sources|image|figure|table|credits?|via|reference|references|related|links?|see(?: also)?)\b\s*\d*\s*[:.–—-]|\b(?:see|refer to|described in|detailed in|covered in|check out) (?:our|their|this|the) (?:[\w-]+ ){0,4}(?:blog|post|article|report|write-?up|paper|advisory|page|repository|appendix|section)\b|\[\d{1,2}\]\s*https?:\/\//i;

/** Heads a part of a report that is not about what the attacker did. */
const OTHER_SECTION =
  /^(?:(?:our|the|key|final|security|additional|further|suggested|general|how to|\d+[.)]?) )*(?:recommend|mitigat|remediat|prevent|protect|defen[cs]e|defend|best practice|what (?:should|to do|you can|can you)|how (?:to|we|you|can|[\w ]+ (?:helps|protects|can help))|detection opportunit|detection and (?:response|prevention|mitigation)|hunting|yara|sigma|snort|suricata|about (?:the author|us|[A-Z])|references?$|acknowledg|related (?:posts?|articles?|content|reading)|further reading|read more|learn more|more from|see also|resources?$|coverage$|product coverage|disclaimer|contact|faqs?|frequently asked|guidance|workarounds?$|patch(?:es|ing)?$|detections?$|lessons (?:for|learn)|(?:\w+ )?advice$|get started|sign up|newsletter|share this)/i;

/** Reads on in a report's own subject: ends such a part. */
const HEADING = /^\s{0,3}#{1,6}\s+\S/;

/** What is said of a sentence by its own words; null where nothing speaks against it. */
export function asideOf(sentence: string): Exclude<Aside, 'section'> | null {
  if (DENIED.test(sentence)) return 'denied';
  if (ORDER.test(sentence) || CASE.test(sentence) || ADVICE.test(sentence)) return 'advice';
  if (PRODUCT.test(sentence) || DEFENCE.test(sentence)) return 'product';
  if (REFERENCE.test(sentence)) return 'reference';
  return /\?["'”’)\]]*$/.test(sentence) ? 'question' : null;
}

/** Takes the sentence before it back: "We saw none of these in this case." */
const DENIES_BEFORE = new RegExp(
  [
    String.raw`^(?:but |however,? |here,? )?(?:we|i|researchers|analysts|investigators|(?:our|the) team)\b[^.;]{0,40}\b(?:either|neither|any|none) of (?:these|those|them|that|this|it)\b`,
    String.raw`^(?:but |however,? )?(?:this|the current|our|the present) (?:campaign|case|incident|intrusion|actor|cluster|operation|attack) (?:did|does|has|had)(?: not|n['’]t)\b[^,;:]{0,20}$`,
  ].join('|'),
  'i',
);

/** Whether a sentence says of what the one before it told that it did not happen here. */
export function deniesBefore(sentence: string): boolean {
  return DENIES_BEFORE.test(sentence);
}

/** How many sentences a heading that is not marked as one holds: what looks like the next may not be recognised. */
const REACH = 12;

/** For each sentence in turn whether it stands below a heading such as "Recommendations" or "About us". */
export function sectionsAside(sentences: readonly Sentence[]): boolean[] {
  let left = 0;
  return sentences.map(({ text }) => {
    if (isHeading(text)) {
      const marked = HEADING.test(text);
      left = OTHER_SECTION.test(text.replace(/^\s*#+\s*/, '')) ? (marked ? Number.POSITIVE_INFINITY : REACH) : 0;
    } else left -= 1;
    return left > 0;
  });
}

/** A line that heads what follows: marked as such, or short, opened in upper case and without an end. */
export function isHeading(line: string): boolean {
  if (HEADING.test(line)) return true;
  return (
    line.length <= 70 && /^[\p{Lu}\d]/u.test(line) && !/[.;,!?:|\t\\/=]/.test(line) && line.split(/\s+/).length <= 9
  );
}
