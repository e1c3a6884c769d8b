import { type Tell, tellOf } from './tell.ts';

const MAIL = String.raw`\b(?:e-?mails?|mails?|messages?|spam|phish\w*|spear-?phish\w*|malspam|lures?)\b`;
const CARRIED = String.raw`\b(?:attach\w*|documents?|archives?|zip|rar|iso|img|lnk|shortcuts?|spreadsheets?|workbooks?|word|excel|onenote|pdfs?|html? files?|docx?|xlsx?m?|macros?)\b`;
const NET = String.raw`\b(?:servers?|Exchange|VPNs?|appliances?|gateways?|firewalls?|Confluence|Citrix|NetScaler|Ivanti|Pulse|Fortinet|FortiGate|SharePoint|WebLogic|Tomcat|Log4j|Log4Shell|Struts|web (?:applications?|servers?|portals?|interfaces?)|internet-facing|public-facing|internet-exposed|edge devices?|Outlook Web|OWA|ProxyLogon|ProxyShell|Zimbra|Jenkins|GitLab|WordPress|Redis|MOVEit|GoAnywhere|ScreenConnect|ESXi|vCenter|PAN-OS|BIG-IP|Big-IP|SonicWall|management interface|routers?|cameras?|NAS|IIS)\b`;
const HOLE = String.raw`(?:CVE-\d{4}-\d+|vulnerabilit\w+|flaws?|zero-days?|0-days?|bugs?|unpatched|holes?)`;

/** How somebody came in and what made the code run. */
export const ACCESS_TELLS: readonly Tell[] = [
  tellOf(
    'T1566.001',
    'maldoc|mail|attach|phish|message|spam|lure',
    new RegExp(
      String.raw`^(?!.*\b(?:links?|hyperlinks?|URLs?)\b).*${MAIL}.{0,90}${CARRIED}|\b(?:attached|attachments?)\b.{0,50}${MAIL}|\b(?:malicious|weaponi[sz]ed|infected|booby-trapped|e-?mail|phishing|spear-?phishing) attachments?\b|\bmaldocs?\b`,
      'i',
    ),
  ),
  tellOf(
    'T1566.002',
    'link|url|qr code|button',
    new RegExp(
      String.raw`${MAIL}.{0,110}\b(?:links?|URLs?|QR codes?|hyperlinks?)\b|\b(?:links?|URLs?|QR codes?)\b.{0,40}\b(?:in|via|by|inside|within|through)\b.{0,25}${MAIL}`,
      'i',
    ),
  ),
  tellOf(
    'T1566.003',
    'linkedin|whatsapp|telegram|discord|facebook|skype|social media|messenger|teams|slack|signal',
    /\b(?:contact|approach|lur|messag|reach|target|persuad|trick|writ|wrote|sent|send|deliver)\w*\b.{0,70}\b(?:on|over|via|through|by|using)\b.{0,20}\b(?:LinkedIn|WhatsApp|Telegram|Discord|Facebook|Skype|social media|Messenger|Microsoft Teams|Teams|Slack|Signal)\b/i,
  ),
  tellOf(
    'T1566.004',
    'call|phone|vishing|voice',
    /\bvishing\b|\b(?:phone|voice|telephone) calls?\b.{0,80}\b(?:help ?desk|IT|support|victims?|employees?|impersonat|pretend|pos(?:e|ed|ing))|\bcallers?\b.{0,80}\b(?:help ?desks?|service desks?|employees?|support|staff)\b|\b(?:call(?:ed|s|ing)?|phon(?:ed|es|ing)|rang)\b.{0,40}\b(?:help ?desks?|service desks?|employees?|victims?|staff)\b/i,
  ),
  tellOf(
    'T1684.001',
    'impersonat|pretend|pos|claiming',
    /\b(?:impersonat\w+|pretend(?:s|ed|ing)? to be|pos(?:es|ed|ing) as|claim(?:s|ed|ing) to be)\b.{0,50}\b(?:help ?desk|IT (?:support|staff|department)|support|employees?|recruiters?|bank|vendor|journalists?|executives?|CEO|colleagues?|government|official|police)\b/i,
  ),
  tellOf(
    'T1190',
    'unauthenticated|initial access|foothold|breached|exploit|cve-|vulnerab|zero-day|unpatched|rce|remote code',
    new RegExp(
      String.raw`\bexploit(?:s|ed|ing|ation)?\b.{0,120}${NET}|${NET}.{0,100}\b(?:was|were|is|are|been|being) (?:actively |being )?exploited|\b(?:initial access|entry|way in|gained access|got in|broke in|breached|compromis\w+|foothold)\b.{0,80}\b(?:exploit\w*|${HOLE})|\bexploit\w*\b.{0,60}\b(?:for|to gain|to get) (?:initial )?(?:access|entry)|\bunauthenticated\b.{0,60}\b(?:remote code execution|RCE|attackers?|command injection)`,
      'i',
    ),
  ),
  tellOf(
    'T1133',
    'management interface|telnet|human-machine|externally|virtual private|vpn|rdp|citrix|vnc|remote desktop|hmi|remote access|exposed',
    /\b(?:exposed|internet-facing|publicly (?:accessible|exposed|reachable)|externally|open|reachable from the internet)\b.{0,30}\b(?:RDP|remote desktop|VNC|SSH|HMIs?|telnet|Docker API|remote access)\b|\b(?:RDP|remote desktop|VNC|SSH|HMIs?|human-machine interfaces?|management interfaces?|telnet)\b.{0,60}\b(?:exposed|from the internet|to the internet|internet-facing|publicly)\b|\b(?:sign\w*|logg?\w*|connect\w*|authenticat\w+|access\w*|enter\w*|got|came|gain\w*)\b.{0,60}\b(?:VPNs?|Citrix|remote access (?:gateway|service|portal|server)s?|external remote services?|RD Gateway|virtual private network)\b|\b(?:via|through|over|using) (?:the |a |an )?(?:\w+['’]?s? )?(?:SSL[- ])?(?:VPN|Citrix)\b/i,
  ),
  tellOf(
    'T1078',
    'credential|account|password|login|log-in',
    /\b(?:us(?:e|ed|es|ing)|with|via|abus\w+|leverag\w+|through|obtain\w*|sign\w* in|logg\w*)\b.{0,40}\b(?:valid|legitimate|stolen|compromised|leaked|harvested|purchased|bought|reused|hijacked|legit|existing|hard-?coded|privileged|revoked)\b (?:\w+ ){0,3}(?:credentials|accounts?|passwords?|log-?ins?|users?)\b|\bcredentials\b.{0,30}\b(?:of|that|belonging)\b.{0,60}\b(?:contractor|employee|administrator|user|nobody|former|revoked|customer)\b|\bcompromised accounts?\b|\b(?:used|using|with|via|through|abused)\b.{0,10}\b(?:account|credentials|password|log-?in)s? of\b|\b(?:log|logg|sign)\w* (?:in|on|into)\b.{0,60}\b(?:with|using|by)\b.{0,40}\b(?:credentials|password|account)\b/i,
  ),
  tellOf(
    'T1078.001',
    'default|factory',
    /(?<![\\/])\b(?:default|factory)\b[^\\]{0,20}\b(?:passwords?|credentials?|accounts?|log-?ins?)\b|\bpasswords? of the factory\b/i,
  ),
  tellOf(
    'T1078.002',
    'domain',
    /\b(?:us(?:e|ed|es|ing)|with|via|compromised|stolen|valid|privileged|abus\w+)\b.{0,30}\bdomain (?:admin\w*|user|service)?\s?(?:accounts?|credentials?|administrators?)\b/i,
  ),
  tellOf(
    'T1078.003',
    'local admin',
    /\b(?:us(?:e|ed|es|ing)|with|via|compromised|shared|same)\b.{0,30}\blocal admin\w* (?:accounts?|passwords?|credentials?)\b/i,
  ),
  tellOf(
    'T1078.004',
    'access key|okta|gcp|credential|google|iam|aws|azure|entra|cloud|service principal|office 365|microsoft 365|tenant|service account key',
    /\baccounts?\b.{0,30}\b(?:signed|logged) in\b.{0,20}\b(?:to|into)\b.{0,15}\b(?:Entra|Azure|Microsoft 365|Office 365|Okta|AWS|Google)|\b(?:sign|logg)\w* in\b.{0,20}\b(?:to|into)\b.{0,15}\b(?:Entra|Azure|Microsoft 365|Office 365|Okta|AWS|Google (?:Cloud|Workspace))|\b(?:leaked|stolen|compromised|exposed|long-lived|valid|hijacked)\b.{0,30}\b(?:access keys?|IAM (?:user|role|credential)s?|(?:AWS|Azure|GCP|cloud|Entra|Microsoft 365|Office 365|Okta) (?:\w+ )?(?:credentials?|accounts?|keys?|identit\w+|tokens?)|service principals?|service account keys?)\b/i,
  ),
  tellOf(
    'T1195.001',
    'malicious module|malicious librar|librar|module|crates|gems|package|npm|pypi|rubygem|nuget|crate|dependenc|maintainer|postinstall|typosquat',
    /\b(?:malicious|poisoned|trojani[sz]ed|backdoored|compromised|infected|rogue|fake|hijacked|typosquat\w*)\b (?:\w+ ){0,4}(?:packages?|modules?|librar(?:y|ies)|dependenc\w+|crates?|gems?)\b|\b(?:npm|PyPI|RubyGems|NuGet|crates\.io|Packagist|Maven)\b.{0,80}\b(?:stealer|malware|malicious|backdoor\w*|compromis\w+|poisoned|hijack\w*|worm|trojan\w*|typosquat\w*|payload)\b|\b(?:postinstall|preinstall|install) scripts?\b|\bmaintainer\b.{0,50}\b(?:account|token|compromis|phish|hijack)|\b(?:account|token)s?\b.{0,30}\bmaintainers?\b/i,
  ),
  tellOf(
    'T1195.002',
    'supply|update|installer|trojan|build|vendor',
    /\bsupply[- ]chain (?:attack|compromise|intrusion)|\btrojani[sz]ed (?:\w+ ){0,3}(?:updates?|installers?|versions?|releases?|software|builds?|applications?)\b|\b(?:malicious|poisoned|backdoored|tampered|hijacked)\b (?:\w+ ){0,2}(?:updates?|releases?|builds?)\b|\b(?:update|build) (?:server|system|mechanism|process|pipeline)s?\b.{0,50}\b(?:compromis|hijack|tamper|backdoor|push|deliver)\w*/i,
  ),
  tellOf(
    'T1189',
    ' ads|websites|drive-by|watering|malvertis|advertis|compromised web|compromised site|infected site',
    /\bdrive-by\b|\bwatering[- ]hole|\bmalvertis\w+|\b(?:malicious|fake|sponsored|rogue|click\w*)\b.{0,20}\b(?:ads?|advert\w*)\b|\b(?:compromised|hacked|infected|injected) (?:legitimate )?(?:web)?sites?\b/i,
  ),
  tellOf(
    'T1091',
    'usb|removable|flash drive',
    /\b(?:spread|infect|propagat|cop(?:y|ies|ied)|replicat|deliver|via|through)\w*\b.{0,60}\b(?:USB|removable (?:drives?|media|devices?)|flash drives?|thumb drives?)\b/i,
  ),
  tellOf(
    'T1204.002',
    'malicious|start|document|trojani|rogue|bogus|counterfeit|update|open|click|launch|execut|install|enabl|fake|run',
    /\b(?:users?|victims?|targets?|employees?|recipients?|they|who|he|she|someone|developers?|administrators?|people)\b.{0,60}\b(?:open(?:s|ed|ing)?|double[- ]?click\w*|launch(?:es|ed|ing)?|execut(?:es?|ed|ing)|r[ua]ns?|running|install(?:s|ed|ing)?|enabl(?:es?|ed|ing)|start(?:s|ed)?)\b.{0,50}\b(?:documents?|attachments?|files?|installers?|archives?|macros?|LNK|shortcuts?|executables?|MSI|content|programs?|apps?|applications?|spreadsheets?)\b|\b(?:fake|counterfeit|rogue|bogus) (?:\w+ ){0,3}updates?\b|\b(?:fake|counterfeit|rogue|bogus|trojani[sz]ed|malicious) (?:\w+ ){0,3}(?:installers?|setups?|documents?|spreadsheets?|LNK files?|shortcuts?)\b|\b(?:once|when|if|after|upon)\b.{0,25}\b(?:opened|opening|double-clicked|macros? (?:is|are) enabled)\b/i,
  ),
  tellOf(
    'T1204.001',
    'malicious url|click|link',
    /\b(?:users?|victims?|targets?|employees?|recipients?|they|who|he|she)\b.{0,40}\bclick(?:s|ed|ing)?\b.{0,40}\b(?:links?|URLs?|buttons?|ads?|advert\w*)\b|\bmalicious (?:links?|URLs?)\b/i,
  ),
  tellOf(
    'T1203',
    'exploit',
    /\bexploit\w*\b.{0,80}\b(?:Equation Editor|Microsoft Office|Office|Word|Excel|WinRAR|Adobe|Acrobat|Reader|Flash|browsers?|Chrome|V8|Safari|WebKit|Firefox|Internet Explorer|MSHTML|Follina)\b/i,
  ),
  tellOf(
    'T1059.003',
    'shell command|reverse shell|commands|batch|command prompt|command shell|cmd.exe|.bat',
    /\bbatch (?:files?|scripts?)\b|\b[\w-]+\.bat\b|\bcommand (?:prompt|shell)\b|\bcmd\.exe\b|\b(?:execut|run|spawn|open|launch)\w*\b.{0,30}\b(?:shell commands?|reverse shell|commands? (?:via|through|using) (?:the )?(?:command line|cmd))\b/i,
  ),
  tellOf(
    'T1072',
    'sccm|intune|pdq|manageengine|ansible|jamf|deployment tool|software deployment',
    /\b(?:push\w*|deploy\w*|distribut\w*|execut\w*|abus\w*|us(?:ed|ing))\b.{0,60}\b(?:SCCM|Intune|PDQ Deploy|ManageEngine|Ansible|Jamf|software deployment (?:tools?|systems?))\b/i,
  ),
  tellOf('T1053.005', 'schedule|scheduled|task scheduler', /\bscheduled? (?:a )?(?:\w+ )?tasks?\b|\btask scheduler\b/i),
  tellOf(
    'T1047',
    'wmi|windows management',
    /\bWMI\b(?! (?:event|subscription|filter))|\bWindows Management Instrumentation\b/i,
  ),
  tellOf(
    'T1569.002',
    'service',
    /\b(?:remote(?:ly)?|creat\w+ and start\w*|start(?:s|ed)?)\b.{0,30}\bservices?\b.{0,40}\b(?:execut|run|launch)\w*|\bexecut\w*\b.{0,40}\bas a (?:Windows )?service\b/i,
  ),
];
