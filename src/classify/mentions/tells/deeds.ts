import { type Tell, tell } from './tell.ts';

const MAIL = String.raw`\b(?:e-?mails?|mails?|messages?|spam|phish\w*|spear-?phish\w*|malspam|lures?)\b`;
const CARRIED = String.raw`\b(?:attach\w*|documents?|archives?|zip|rar|iso|img|lnk|shortcuts?|spreadsheets?|workbooks?|word|excel|onenote|pdfs?|html? files?|docx?|xlsx?m?|macros?)\b`;
const NET = String.raw`\b(?:servers?|Exchange|VPNs?|appliances?|gateways?|firewalls?|Confluence|Citrix|NetScaler|Ivanti|Pulse|Fortinet|FortiGate|SharePoint|WebLogic|Tomcat|Log4j|Log4Shell|Struts|web (?:applications?|servers?|portals?|interfaces?)|internet-facing|public-facing|internet-exposed|edge devices?|Outlook Web|OWA|ProxyLogon|ProxyShell|Zimbra|Jenkins|GitLab|WordPress|Redis|MOVEit|GoAnywhere|ScreenConnect|ESXi|vCenter|PAN-OS|BIG-IP|Big-IP|SonicWall|management interface|routers?|cameras?|NAS|IIS)\b`;
const HOLE = String.raw`(?:CVE-\d{4}-\d+|vulnerabilit\w+|flaws?|zero-days?|0-days?|bugs?|unpatched|holes?)`;

/** How somebody came in and what made the code run. */
const ACCESS: readonly Tell[] = [
  tell(
    'T1566.001',
    'maldoc|mail|attach|phish|message|spam|lure',
    new RegExp(
      String.raw`^(?!.*\b(?:links?|hyperlinks?|URLs?)\b).*${MAIL}.{0,90}${CARRIED}|\b(?:attached|attachments?)\b.{0,50}${MAIL}|\b(?:malicious|weaponi[sz]ed|infected|booby-trapped|e-?mail|phishing|spear-?phishing) attachments?\b|\bmaldocs?\b`,
      'i',
    ),
  ),
  tell(
    'T1566.002',
    'link|url|qr code|button',
    new RegExp(
      String.raw`${MAIL}.{0,110}\b(?:links?|URLs?|QR codes?|hyperlinks?)\b|\b(?:links?|URLs?|QR codes?)\b.{0,40}\b(?:in|via|by|inside|within|through)\b.{0,25}${MAIL}`,
      'i',
    ),
  ),
  tell(
    'T1566.003',
    'linkedin|whatsapp|telegram|discord|facebook|skype|social media|messenger|teams|slack|signal',
    /\b(?:contact|approach|lur|messag|reach|target|persuad|trick|writ|wrote|sent|send|deliver)\w*\b.{0,70}\b(?:on|over|via|through|by|using)\b.{0,20}\b(?:LinkedIn|WhatsApp|Telegram|Discord|Facebook|Skype|social media|Messenger|Microsoft Teams|Teams|Slack|Signal)\b/i,
  ),
  tell(
    'T1566.004',
    'call|phone|vishing|voice',
    /\bvishing\b|\b(?:phone|voice|telephone) calls?\b.{0,80}\b(?:help ?desk|IT|support|victims?|employees?|impersonat|pretend|pos(?:e|ed|ing))|\bcallers?\b.{0,80}\b(?:help ?desks?|service desks?|employees?|support|staff)\b|\b(?:call(?:ed|s|ing)?|phon(?:ed|es|ing)|rang)\b.{0,40}\b(?:help ?desks?|service desks?|employees?|victims?|staff)\b/i,
  ),
  tell(
    'T1684.001',
    'impersonat|pretend|pos|claiming',
    /\b(?:impersonat\w+|pretend(?:s|ed|ing)? to be|pos(?:es|ed|ing) as|claim(?:s|ed|ing) to be)\b.{0,50}\b(?:help ?desk|IT (?:support|staff|department)|support|employees?|recruiters?|bank|vendor|journalists?|executives?|CEO|colleagues?|government|official|police)\b/i,
  ),
  tell(
    'T1190',
    'unauthenticated|initial access|foothold|breached|exploit|cve-|vulnerab|zero-day|unpatched|rce|remote code',
    new RegExp(
      String.raw`\bexploit(?:s|ed|ing|ation)?\b.{0,120}${NET}|${NET}.{0,100}\b(?:was|were|is|are|been|being) (?:actively |being )?exploited|\b(?:initial access|entry|way in|gained access|got in|broke in|breached|compromis\w+|foothold)\b.{0,80}\b(?:exploit\w*|${HOLE})|\bexploit\w*\b.{0,60}\b(?:for|to gain|to get) (?:initial )?(?:access|entry)|\bunauthenticated\b.{0,60}\b(?:remote code execution|RCE|attackers?|command injection)`,
      'i',
    ),
  ),
  tell(
    'T1133',
    'management interface|telnet|human-machine|externally|virtual private|vpn|rdp|citrix|vnc|remote desktop|hmi|remote access|exposed',
    /\b(?:exposed|internet-facing|publicly (?:accessible|exposed|reachable)|externally|open|reachable from the internet)\b.{0,30}\b(?:RDP|remote desktop|VNC|SSH|HMIs?|telnet|Docker API|remote access)\b|\b(?:RDP|remote desktop|VNC|SSH|HMIs?|human-machine interfaces?|management interfaces?|telnet)\b.{0,60}\b(?:exposed|from the internet|to the internet|internet-facing|publicly)\b|\b(?:sign\w*|logg?\w*|connect\w*|authenticat\w+|access\w*|enter\w*|got|came|gain\w*)\b.{0,60}\b(?:VPNs?|Citrix|remote access (?:gateway|service|portal|server)s?|external remote services?|RD Gateway|virtual private network)\b|\b(?:via|through|over|using) (?:the |a |an )?(?:\w+['’]?s? )?(?:SSL[- ])?(?:VPN|Citrix)\b/i,
  ),
  tell(
    'T1078',
    'credential|account|password|login|log-in',
    /\b(?:us(?:e|ed|es|ing)|with|via|abus\w+|leverag\w+|through|obtain\w*|sign\w* in|logg\w*)\b.{0,40}\b(?:valid|legitimate|stolen|compromised|leaked|harvested|purchased|bought|reused|hijacked|legit|existing|hard-?coded|privileged|revoked)\b (?:\w+ ){0,3}(?:credentials|accounts?|passwords?|log-?ins?|users?)\b|\bcredentials\b.{0,30}\b(?:of|that|belonging)\b.{0,60}\b(?:contractor|employee|administrator|user|nobody|former|revoked|customer)\b|\bcompromised accounts?\b|\b(?:used|using|with|via|through|abused)\b.{0,10}\b(?:account|credentials|password|log-?in)s? of\b|\b(?:log|logg|sign)\w* (?:in|on|into)\b.{0,60}\b(?:with|using|by)\b.{0,40}\b(?:credentials|password|account)\b/i,
  ),
  tell(
    'T1078.001',
    'default|factory',
    /(?<![\\/])\b(?:default|factory)\b[^\\]{0,20}\b(?:passwords?|credentials?|accounts?|log-?ins?)\b|\bpasswords? of the factory\b/i,
  ),
  tell(
    'T1078.002',
    'domain',
    /\b(?:us(?:e|ed|es|ing)|with|via|compromised|stolen|valid|privileged|abus\w+)\b.{0,30}\bdomain (?:admin\w*|user|service)?\s?(?:accounts?|credentials?|administrators?)\b/i,
  ),
  tell(
    'T1078.003',
    'local admin',
    /\b(?:us(?:e|ed|es|ing)|with|via|compromised|shared|same)\b.{0,30}\blocal admin\w* (?:accounts?|passwords?|credentials?)\b/i,
  ),
  tell(
    'T1078.004',
    'access key|okta|gcp|credential|google|iam|aws|azure|entra|cloud|service principal|office 365|microsoft 365|tenant|service account key',
    /\baccounts?\b.{0,30}\b(?:signed|logged) in\b.{0,20}\b(?:to|into)\b.{0,15}\b(?:Entra|Azure|Microsoft 365|Office 365|Okta|AWS|Google)|\b(?:sign|logg)\w* in\b.{0,20}\b(?:to|into)\b.{0,15}\b(?:Entra|Azure|Microsoft 365|Office 365|Okta|AWS|Google (?:Cloud|Workspace))|\b(?:leaked|stolen|compromised|exposed|long-lived|valid|hijacked)\b.{0,30}\b(?:access keys?|IAM (?:user|role|credential)s?|(?:AWS|Azure|GCP|cloud|Entra|Microsoft 365|Office 365|Okta) (?:\w+ )?(?:credentials?|accounts?|keys?|identit\w+|tokens?)|service principals?|service account keys?)\b/i,
  ),
  tell(
    'T1195.001',
    'malicious module|malicious librar|librar|module|crates|gems|package|npm|pypi|rubygem|nuget|crate|dependenc|maintainer|postinstall|typosquat',
    /\b(?:malicious|poisoned|trojani[sz]ed|backdoored|compromised|infected|rogue|fake|hijacked|typosquat\w*)\b (?:\w+ ){0,4}(?:packages?|modules?|librar(?:y|ies)|dependenc\w+|crates?|gems?)\b|\b(?:npm|PyPI|RubyGems|NuGet|crates\.io|Packagist|Maven)\b.{0,80}\b(?:stealer|malware|malicious|backdoor\w*|compromis\w+|poisoned|hijack\w*|worm|trojan\w*|typosquat\w*|payload)\b|\b(?:postinstall|preinstall|install) scripts?\b|\bmaintainer\b.{0,50}\b(?:account|token|compromis|phish|hijack)|\b(?:account|token)s?\b.{0,30}\bmaintainers?\b/i,
  ),
  tell(
    'T1195.002',
    'supply|update|installer|trojan|build|vendor',
    /\bsupply[- ]chain (?:attack|compromise|intrusion)|\btrojani[sz]ed (?:\w+ ){0,3}(?:updates?|installers?|versions?|releases?|software|builds?|applications?)\b|\b(?:malicious|poisoned|backdoored|tampered|hijacked)\b (?:\w+ ){0,2}(?:updates?|releases?|builds?)\b|\b(?:update|build) (?:server|system|mechanism|process|pipeline)s?\b.{0,50}\b(?:compromis|hijack|tamper|backdoor|push|deliver)\w*/i,
  ),
  tell(
    'T1189',
    ' ads|websites|drive-by|watering|malvertis|advertis|compromised web|compromised site|infected site',
    /\bdrive-by\b|\bwatering[- ]hole|\bmalvertis\w+|\b(?:malicious|fake|sponsored|rogue|click\w*)\b.{0,20}\b(?:ads?|advert\w*)\b|\b(?:compromised|hacked|infected|injected) (?:legitimate )?(?:web)?sites?\b/i,
  ),
  tell(
    'T1091',
    'usb|removable|flash drive',
    /\b(?:spread|infect|propagat|cop(?:y|ies|ied)|replicat|deliver|via|through)\w*\b.{0,60}\b(?:USB|removable (?:drives?|media|devices?)|flash drives?|thumb drives?)\b/i,
  ),
  tell(
    'T1204.002',
    'malicious|start|document|trojani|rogue|bogus|counterfeit|update|open|click|launch|execut|install|enabl|fake|run',
    /\b(?:users?|victims?|targets?|employees?|recipients?|they|who|he|she|someone|developers?|administrators?|people)\b.{0,60}\b(?:open(?:s|ed|ing)?|double[- ]?click\w*|launch(?:es|ed|ing)?|execut(?:es?|ed|ing)|r[ua]ns?|running|install(?:s|ed|ing)?|enabl(?:es?|ed|ing)|start(?:s|ed)?)\b.{0,50}\b(?:documents?|attachments?|files?|installers?|archives?|macros?|LNK|shortcuts?|executables?|MSI|content|programs?|apps?|applications?|updates?|spreadsheets?)\b|\b(?:fake|counterfeit|rogue|bogus|trojani[sz]ed|malicious) (?:\w+ ){0,3}(?:installers?|setups?|updates?|documents?|spreadsheets?|LNK files?|shortcuts?)\b|\b(?:once|when|if|after|upon)\b.{0,25}\b(?:opened|opening|double-clicked|macros? (?:is|are) enabled)\b/i,
  ),
  tell(
    'T1204.001',
    'malicious url|click|link',
    /\b(?:users?|victims?|targets?|employees?|recipients?|they|who|he|she)\b.{0,40}\bclick(?:s|ed|ing)?\b.{0,40}\b(?:links?|URLs?|buttons?|ads?|advert\w*)\b|\bmalicious (?:links?|URLs?)\b/i,
  ),
  tell(
    'T1203',
    'exploit',
    /\bexploit\w*\b.{0,80}\b(?:Equation Editor|Microsoft Office|Office|Word|Excel|WinRAR|Adobe|Acrobat|Reader|Flash|browsers?|Chrome|V8|Safari|WebKit|Firefox|Internet Explorer|MSHTML|Follina)\b/i,
  ),
  tell(
    'T1059.003',
    'shell command|reverse shell|commands|batch|command prompt|command shell|cmd.exe|.bat',
    /\bbatch (?:files?|scripts?)\b|\b[\w-]+\.bat\b|\bcommand (?:prompt|shell)\b|\bcmd\.exe\b|\b(?:execut|run|spawn|open|launch)\w*\b.{0,30}\b(?:shell commands?|reverse shell|commands? (?:via|through|using) (?:the )?(?:command line|cmd))\b/i,
  ),
  tell(
    'T1072',
    'sccm|intune|pdq|manageengine|ansible|jamf|deployment tool|software deployment',
    /\b(?:push\w*|deploy\w*|distribut\w*|execut\w*|abus\w*|us(?:ed|ing))\b.{0,60}\b(?:SCCM|Intune|PDQ Deploy|ManageEngine|Ansible|Jamf|software deployment (?:tools?|systems?))\b/i,
  ),
  tell('T1053.005', 'schedule|scheduled|task scheduler', /\bscheduled? (?:a )?(?:\w+ )?tasks?\b|\btask scheduler\b/i),
  tell(
    'T1047',
    'wmi|windows management',
    /\bWMI\b(?! (?:event|subscription|filter))|\bWindows Management Instrumentation\b/i,
  ),
  tell(
    'T1569.002',
    'service',
    /\b(?:remote(?:ly)?|creat\w+ and start\w*|start(?:s|ed)?)\b.{0,30}\bservices?\b.{0,40}\b(?:execut|run|launch)\w*|\bexecut\w*\b.{0,40}\bas a (?:Windows )?service\b/i,
  ),
];

/** How it stayed, rose and hid. */
const STAY: readonly Tell[] = [
  tell(
    'T1543.003',
    'service',
    /\b(?:creat|install|register|add|set)\w*\b.{0,50}\b(?:as )?an? (?:new |Windows |malicious |system |persistent |kernel )*services?\b(?! (?:account|principal|provider|desk))|\bWindows services?\b.{0,40}\b(?:persist\w*|named|called|creat\w+|install\w+)/i,
  ),
  tell('T1547.001', 'persist|surviv', /\b(?:persist\w*|surviv\w+)\b.{0,60}\b(?:Run key|Startup folder|registry)\b/i),
  tell(
    'T1574.001',
    'side-load|sideload|side load|dll hijack|search order',
    /\bside-?\s?load\w*|\bDLL (?:search order )?hijack\w*|\bsearch order hijack/i,
  ),
  tell(
    'T1136.001',
    'account|user|administrator',
    /\b(?:creat|add)\w*\b.{0,30}\b(?:a|an|new|local|rogue|own|another|hidden|backdoor|several|two|three)\b (?:\w+ ){0,3}(?:admin\w* )?(?:accounts?|users?|administrators?)\b(?! (?:experience|interface|data))/i,
  ),
  tell(
    'T1098.007',
    'administrators group|local admin',
    /\b(?:add\w*|put|made|promot\w+)\b.{0,60}\b(?:administrators? group|local administrators?|Domain Admins|privileged groups?|Remote Desktop Users)\b/i,
  ),
  tell(
    'T1098.005',
    'device|authenticator|mfa',
    /\b(?:register|enrol|add)\w*\b.{0,40}\b(?:own|new|rogue|their|another|attacker\S*)\b.{0,20}\b(?:devices?|authenticators?|MFA (?:methods?|devices?)|phones?)\b/i,
  ),
  tell(
    'T1556.006',
    'authenticator|2fa|factor|mfa|multi-factor|multifactor',
    /\b(?:disabl|remov|reset|turn\w* off|add|register|chang|modif|enrol)\w*\b.{0,40}\b(?:authenticators?\b|MFA|multi-?factor(?: authentication)?|second factors?|2FA|factors)\b/i,
  ),
  tell(
    'T1068',
    'privilege|elevat|driver|byovd|printnightmare|zerologon|kernel',
    /\bexploit\w*\b.{0,100}\b(?:privilege|elevat\w*|kernel|drivers?|PrintNightmare|local)\b|\b(?:privilege[- ]escalation|elevation[- ]of[- ]privilege|local privilege)\b.{0,30}\b(?:exploits?|vulnerabilit\w+|flaws?|bugs?|CVE)|\bBYOVD\b|\bvulnerable (?:\w+ ){0,2}drivers?\b|\b(?:PrintNightmare|Dirty ?(?:Pipe|COW)|PwnKit)\b/i,
  ),
  tell(
    'T1484.001',
    'group policy|gpo|group policies',
    /\b(?:creat|modif|chang|push|deploy|distribut|edit|abus|us(?:ed|ing)|through|via|by|spread)\w*\b.{0,50}\b(?:group polic(?:y|ies)|GPOs?)\b/i,
  ),
  tell(
    'T1036.005',
    'pretend|camouflag|renamed to|saved as|called|masquerad|disguis|pos|mimic|named|legitimate|imitat|svchost|same name|blend',
    /\b(?:masquerad\w*|disguis\w*|pos(?:es|ed|ing)|mimic\w*|imitat\w*|camouflag\w*|blend\w*|pretend\w*)\b(?! an? )(?: itself| themselves| the \w+)? ?(?:as|to be|with|in)?\b.{0,30}\b(?:legitimate|genuine|benign|system|Windows|Microsoft|Google|Adobe|Chrome|update\w*|software|applications?|programs?|process(?:es)?|services?|components?|svchost|drivers?|utility)\b(?!.{0,20}\b(?:compan|domain|web ?site|page|document|tax|invoice|firm))|\bnam(?:ed|es|ing)\b.{0,40}\b(?:after|like|as|to (?:look|appear|resemble|mimic))\b.{0,40}\b(?:legitimate|genuine|Windows|Microsoft|system|known|common)\b|\bsame name as\b|\b(?:named|called|renamed to|saved as)\b.{0,10}\b(?:svchost|lsass|explorer|conhost|csrss|winlogon|services|taskhost\w*|spoolsv|dllhost|runtimebroker)\.exe\b|\\(?:ProgramData|Public|Temp|AppData)\\(?:[^\\\s]+\\){0,4}(?:svchost|lsass|explorer|conhost|csrss|winlogon|services|spoolsv|dllhost)\.exe/i,
  ),
  tell(
    'T1036.004',
    'task|service',
    /\b(?:tasks?|services?)\b.{0,20}\b(?:named|called|name)\b.{0,20}\b(?:\w*update\w*|google|microsoft|onedrive|adobe|chrome|edge|windows)\w*/i,
  ),
  tell(
    'T1036.007',
    '.exe|.lnk|.scr|.js|.iso|.vbs|double',
    /\b\w+\.(?:pdf|docx?|jpe?g|png|xlsx?|mp4|txt)\.(?:exe|scr|lnk|js|vbs|com|iso|hta|bat)\b|\bdouble (?:file )?extensions?\b/i,
  ),
  tell(
    'T1036.003',
    'renam',
    /\brenam\w+\b.{0,30}\b(?:copy|copies|version|binar\w+|tool|rclone|psexec|procdump|certutil|powershell|rundll32|utility)\b|\b(?:copy|version) of\b.{0,40}\brenamed\b/i,
  ),
  tell(
    'T1070.004',
    'delet|remov|eras|self-delet|wip',
    /\b(?:delet(?:es?|ed|ing)|remov(?:es?|ed|ing)|eras(?:es?|ed|ing)|wip(?:es?|ed|ing))\b (?:itself|themselves|its own|their own|all traces|(?:the |its |their |all |any )?(?:traces|tracks|evidence|artefacts|artifacts|tools|droppers?|installers?|original file|malware|binar(?:y|ies)|archives?|loaders?|payloads?))\b|\bself[- ]?delet\w*|\b(?:files?|tools|archives?|droppers?|malware|payloads?|scripts?|installers?)\b.{0,25}\b(?:was|were|is|are|been|gets?) (?:then |later |also )?(?:deleted|removed|erased)\b|\b(?:cover|hide|clean)\w*\b.{0,20}\btracks\b.{0,40}\bdelet/i,
  ),
  tell(
    'T1685.005',
    'event log|windows log|security log',
    /\b(?:clear|delet|wip|eras|empt|remov)\w*\b.{0,40}\b(?:event|security|Windows|system) logs?\b/i,
  ),
  tell(
    'T1070.006',
    'timestomp|timestamp|time stamp|creation|date of|dates of|time of|times of',
    /\b(?:timestomp\w*|(?:gave|set|sets)\b.{0,30}\b(?:date|time)s? of\b|(?:chang|modif|alter|copi|forg|manipulat)\w*\b.{0,30}\b(?:time ?stamps?|creation (?:date|time)))\b/i,
  ),
  tell(
    'T1685',
    'security|cloud agents|anti-malware|antimalware|endpoint|antivirus|anti-virus|defender|edr|security soft|security prod|security tool|security sol|real-time|amsi|etw|protection|av ',
    /\b(?:disabl|turn\w* off|switch\w* off|kill|terminat|uninstall|unhook|tamper\w*|shut(?:s|ting)? down|blind|stop|stopp|bypass|patch|remov|neutrali[sz]|weaken|exclu)\w*\b.{0,60}\b(?:antivirus|anti-?virus|anti-?malware|Defender|EDRs?|AV\b|security (?:software|products?|tools?|solutions?|agents?|services?|process\w*|features?)|real-time (?:protection|monitoring)|AMSI|ETW|endpoint (?:protection|detection)|cloud agents)|\b(?:antivirus|Defender|EDR|real-time protection|AMSI|ETW|security (?:software|tools?|products?))\b.{0,40}\b(?:was|were|is|are|been|being) (?:disabled|turned off|switched off|stopped|uninstalled|removed|killed|terminated|patched|bypassed)\b|\b(?:EDR|AV)[- ]?killers?\b/i,
  ),
  tell(
    'T1686',
    'firewall',
    /\b(?:disabl|turn\w* off|open|add|modif|chang|creat)\w*\b.{0,40}\bfirewall(?: rules?| ports?)?\b/i,
  ),
  tell(
    'T1112',
    'registry',
    /\b(?:modif|chang|creat|add|writ|wrote|set|sets|updat|alter|edit|delet|insert|stor)\w*\b.{0,60}\bregistry\b|\bregistry (?:keys?|values?|entr(?:y|ies))\b.{0,50}\b(?:is|are|was|were|been) (?:set|created|added|modified|changed|written|deleted|updated)\b/i,
  ),
  tell(
    'T1553.002',
    'signed|certificate|signature',
    /\b(?:signed|sign(?:ing)?)\b.{0,40}\b(?:with|by|using)\b.{0,40}\b(?:certificates?|signatures?|key)\b|\b(?:stolen|valid|revoked|fraudulent|expired|legitimate) (?:code[- ]signing |digital )?(?:certificates?|signatures?)\b/i,
  ),
  tell(
    'T1553.005',
    'mark of the web|mark-of-the-web|motw|.iso|iso file|iso image|vhd',
    /\b(?:MOTW|mark[- ]of[- ]the[- ]web)\b|\b(?:deliver|contain|mount|bypass|evad|inside|in)\w*\b.{0,40}\b(?:ISO|IMG|VHDX?) (?:files?|images?)\b/i,
  ),
  tell(
    'T1564.001',
    'hidden',
    /\bhidden (?:files?|folders?|director(?:y|ies)|attributes?)\b|\battributes?\b.{0,30}\bhidden\b/i,
  ),
  tell('T1564.003', 'hidden window|hidden', /\bhidden (?:PowerShell |console |command )?windows?\b/i),
  tell('T1564.004', 'alternate data', /\balternate data streams?\b/i),
  tell(
    'T1014',
    'rootkit|hide',
    /\brootkits?\b|\b(?:hid|hides|hide|conceal)\w*\b.{0,30}\b(?:its|their|the|own) (?:own )?(?:process(?:es)?|files|connections)\b/i,
  ),
  tell('T1205', 'magic packet|port knock|magic byte', /\bmagic packets?\b|\bport[- ]knock\w*/i),
  tell(
    'T1550.004',
    'cookie|session',
    /\b(?:replay|reus|inject|import|us(?:ed|es|ing)|abus)\w*\b.{0,40}\b(?:stolen|captured|hijacked|session|authenticated)\b.{0,15}\bcookies?\b|\breplays? it\b|\b(?:session|cookie) (?:replay|hijack)\w*/i,
  ),
  tell(
    'T1550.001',
    'token',
    /\b(?:replay|reus|us(?:ed|es|ing)|abus)\w*\b.{0,30}\b(?:stolen|captured|compromised|refresh|OAuth|access)\b.{0,15}\btokens?\b/i,
  ),
];

/** What it took from the machine and the network to go on. */
const LEARN: readonly Tell[] = [
  tell('T1003.001', 'lsass|local security authority|mimikatz', /\blsass\b|\bLocal Security Authority\b|\bmimikatz\b/i),
  tell(
    'T1003',
    'credential|hash',
    /\bdump(?:s|ed|ing)?\b.{0,40}\b(?:credentials|password hashes|hashes|passwords)\b|\bcredential dump\w*/i,
  ),
  tell('T1110', 'brute', /\bbrute[- ]?forc\w*/i),
  tell(
    'T1110.001',
    'brute|lists of|guess|dictionary|password list|attempts|wordlist|credential list|weak',
    /\bguess\w*\b.{0,40}\b(?:password|credential|login)s?\b|\bpasswords?\b.{0,20}\bguess\w*|\b(?:dictionary attack|password lists?|wordlists?|lists? of (?:common |default |weak )?(?:passwords|credentials)\b.{0,60}\b(?:try|tries|tried|guess|brute|log|test)\w*)\b|\bbrute[- ]?forc\w*\b.{0,60}\b(?:SSH|RDP|telnet|MSSQL|SQL|FTP|passwords?|servers?|devices?)\b/i,
  ),
  tell(
    'T1110.002',
    'crack',
    /\bcrack(?:s|ed|ing)?\b.{0,60}\b(?:hash(?:es)?|passwords?|tickets?|offline)\b|\b(?:hash(?:es)?|passwords?|tickets?)\b.{0,40}\bcracked\b|\b(?:hashcat|john the ripper)\b/i,
  ),
  tell(
    'T1110.003',
    'spray',
    /\bpassword[- ]spray\w*|\bspray(?:ed|ing)\b.{0,30}\b(?:passwords?|accounts|credentials)\b/i,
  ),
  tell('T1110.004', 'stuffing', /\bcredential[- ]stuffing\b/i),
  tell(
    'T1552.001',
    'credential|.npmrc|.env|password|secrets|trufflehog',
    /\.aws\/credentials\b|\.npmrc\b|(?<!\w)\.env\b|\.git-credentials\b|\.netrc\b|\bunattend\.xml\b|\btruffle ?hog\b|\bhard-?coded (?:credentials|passwords|secrets|keys)\b|\b(?:search|look|scan|hunt|comb|find|found|collect|harvest|read)\w*\b.{0,60}\b(?:credentials?|passwords?|secrets|API keys|tokens)\b.{0,30}\b(?:in|from|inside)\b.{0,30}\b(?:files?|scripts?|repositor\w+|shares?|documents?|config\w*|source code|environment)\b|\bpasswords?\.(?:txt|xlsx?|docx?)\b(?!\.)/i,
  ),
  tell(
    'T1552.004',
    'private key|id_rsa|ssh key',
    /\b(?:SSH|private) (?:private )?keys?\b.{0,60}\b(?:stolen|exfiltrat\w*|harvest\w*|collect\w*|copied|search\w*)\b|\b(?:steal|stole|harvest|collect|search|copi|exfiltrat|look|gather|walk|scan|grab)\w*\b.{0,90}\b(?:SSH (?:private )?keys?|private keys?|id_rsa)\b/i,
  ),
  tell(
    'T1528',
    'token|oauth|consent',
    /\b(?:steal|stole|harvest|captur|obtain|abus|grab|phish|collect|exfiltrat)\w*\b.{0,40}\b(?:OAuth|access|refresh|authentication|API|GitHub|npm|personal access) tokens?\b|\b(?:malicious|rogue) OAuth\b|\bconsent (?:phishing|grant)/i,
  ),
  tell(
    'T1557',
    'adversary-in-the-middle|aitm|man-in-the-middle|relay|reverse proxy|between',
    /\badversary[- ]in[- ]the[- ]middle\b|\bAiTM\b|\bman[- ]in[- ]the[- ]middle\b|\brelay(?:s|ed|ing)?\b.{0,80}\b(?:sign-?in|log-?in|credentials?|keystrokes?|authentication|real|legitimate)\b|\breverse[- ]proxy\b.{0,60}\b(?:phish|credential|session|login|sign)/i,
  ),
  tell(
    'T1557.001',
    'llmnr|responder|ntlm relay|inveigh|nbt-ns|smb relay',
    /\bLLMNR\b|\bNBT-NS\b|\b(?:NTLM|SMB) relay\w*|\bInveigh\b|\bntlmrelayx\b/i,
  ),
  tell(
    'T1111',
    'one-time|otp|sms code|2fa|mfa code|passcode|verification code',
    /\b(?:steal|stole|intercept|captur|read|relay|harvest|phish|ask|collect)\w*\b.{0,50}\b(?:one-time (?:codes?|passwords?|passcodes?)|OTPs?|2FA codes?|MFA codes?|verification codes?|SMS codes?)\b/i,
  ),
  tell(
    'T1056.002',
    'false|spoofed|bogus|fake|password prompt|fake login|fake password|dialog',
    /\b(?:fake|bogus|spoofed|false)\b.{0,20}\b(?:password|login|log-in|authentication|credential)\b.{0,15}\b(?:prompts?|dialogs?|windows?|forms?|screens?|overlays?)\b/i,
  ),
  tell(
    'T1040',
    'sniff|packet capture|tcpdump|wireshark',
    /\b(?:network|packet|traffic) (?:sniff\w*|captur\w*)\b|\bsniff(?:s|ed|ing|ers?)\b|\btcpdump\b/i,
  ),
  tell(
    'T1082',
    'computername|of the system|of the operating|graphics card|screen size|screen resolution|machine info|system data|system meta|system name|os name|os build|os arch|processor arch|system arch|cpu arch|s architecture|its architecture|basic |host-name|computer-name|system info|os version|operating system|computer name|host name|hostname|machine name|windows version|version of windows|system details|hardware|information about the|machineguid|architecture',
    /\b(?!reportedly\b|Get[A-Z])(?:collect|gather|obtain|retriev|send|sent|harvest|steal|stole|fingerprint|get|query|queries|enumerat|exfiltrat|report|identif|profil|acquir|read|transmit|includ|fetch|note|notes|record|ask|log)\w*\b.{0,100}\b(?:(?:basic |detailed |infected |host )?system (?:information|info|details|data|metadata)|(?:OS|operating system|Windows)(?: \w+)? (?:version|name|build|information|architecture)|version of Windows|(?:computer|host|machine)[- ]?names?|hardware (?:information|details|id)|version of the (?:operating )?system|graphics cards?|screen (?:size|resolution)|MachineGuid|information about the (?:system|host|machine|infected|victim)|(?:system|CPU|processor|its|device['’]s) architecture|basic (?:host|machine|victim) information)\b|\b(?:computer|host|machine) ?name\b.{0,80}\b(?:is|are|sent|collected|encrypted|included)\b/i,
  ),
  tell(
    'T1033',
    'user',
    /\b(?:collect|gather|obtain|retriev|send|sent|get|query|queries|enumerat|exfiltrat|check|identif|acquir|read|transmit|fetch|determin|contain|includ)\w*\b.{0,80}\b(?:user ?names?|logged[- ](?:in|on) users?|current user|name of the user|user accounts? name)\b|\buser ?names?\b.{0,60}\b(?:sent|collected|gathered)\b|\bGetUserName[AW]?\b/i,
  ),
  tell(
    'T1016',
    'local ip|ips|victim|ip address|mac address|network config|adapter|network info|dns server|network settings|interfaces|public ip|external ip',
    /\b(?:collect|gather|obtain|retriev|send|sent|get|gets|query|queries|enumerat|exfiltrat|check|identif|determin|acquir|read|transmit|fetch|look)\w*\b.{0,90}\b(?:(?:victim|host|system|machine|public|external|local|internal|its|their|infected \w+)['’]?s? IPs?(?: address(?:es)?)?|MAC address(?:es)?|network (?:adapters?|configurations?|information|settings|interfaces?|details)|DNS servers?)\b/i,
  ),
  tell(
    'T1057',
    'process',
    /\b(?:enumerat|list|collect|gather|iterat|retriev|get|gets|check|search|look|scan|obtain|loop|monitor|walk|find|identif|discover|quer)\w*\b.{0,60}\b(?:running|active|all|list of|current|other|system|names? of)\b.{0,20}\bprocess(?:es)?\b|\bprocess(?:es)? (?:list(?:ing|s)?|enumeration|discovery|snapshot)\b|\b(?:fewer|more) than \d+ processes\b/i,
  ),
  tell(
    'T1083',
    'file|director|folder|drive',
    /\b(?:enumerat(?:es?|ed|ing)|enumeration of|lists|listed|listing|search(?:es|ed|ing)?(?! order| result| engine)|scans?|scann(?:ed|ing)|walks?|walk(?:ed|ing)|travers(?:es?|ed|ing)|iterat(?:es?|ed|ing)|crawls?|recursively|looks? for|looking for)\b.{0,60}\b(?:files?|director(?:y|ies)|folders?|file system|drives)\b(?!.{0,15}\b(?:hash|server))|\bfile (?:and directory )?(?:listing|enumeration|discovery)\b|\bdirectory listings?\b/i,
  ),
  tell(
    'T1680',
    'drive|volume|disk',
    /\b(?:enumerat|list|search|identif|get|find|iterat|check)\w*\b.{0,50}\b(?:(?:logical|available|mounted|accessible|fixed|all|attached) (?:drives?|volumes?|disks?)|disk (?:space|size)|volumes)\b|\bGetLogicalDrive\w*|\bFind(?:First|Next)Volume/i,
  ),
  tell(
    'T1518.001',
    'avast|kaspersky|securitycenter2|.exe is|security|antivirus|anti-virus|security soft|security prod|security sol|security tool|edr|av ',
    /\b(?:check(?:s|ed|ing)?|enumerat\w+|lists?|listing|looks?|looking|search(?:es|ed|ing)?|identif(?:y|ies|ied|ying)|quer(?:y|ies|ied|ying)|determin(?:es?|ed|ing)|discover(?:s|ed|ing)?|gather(?:s|ed|ing)?|collect(?:s|ed|ing)?|scans? for|tests?|retriev(?:es?|ed|ing)|verif(?:y|ies))\b(?! (?:files|samples)).{0,60}\b(?:antivirus|anti-?virus|AV (?:products?|software|solutions?)|(?:installed |running )?security (?:software|products?|solutions?|tools?|process\w*|vendors?)|EDRs?|Avast|Kaspersky|Windows Defender)\b|\b(?:SecurityCenter2|AntiVirusProduct)\b|\bif (?:an? )?(?:antivirus|\w+\.exe|security \w+) is (?:found |detected |installed|running|present)/i,
  ),
  tell(
    'T1518',
    'installed',
    /\b(?:enumerat|list|collect|gather|retriev|get|check|search|quer)\w*\b.{0,50}\binstalled (?:software|programs|applications|browsers|apps)\b|\blist of installed\b/i,
  ),
  tell(
    'T1012',
    'registry',
    /\b(?:quer(?:y|ies|ied|ying)|reads?|reading|checks?|checking|looks?|looking|looping|retriev(?:es?|ed|ing)|search(?:es|ed|ing)|enumerat(?:es?|ed|ing)|obtains?|obtained|extracts?|extracted|inspects?|steals?)\b.{0,80}\b(?:from |in |under |of |through )?(?:the |a |its )?(?:\w+ ){0,4}registry\b/i,
  ),
  tell(
    'T1087.002',
    'domain|active directory|ldap',
    /\b(?:enumerat|list|quer|dump|collect|gather|map|discover|recon\w*)\w*\b.{0,60}\b(?:domain (?:users?|accounts?|administrators?|controllers?)|Active Directory|AD objects|users? .{0,20}of the domain|LDAP)\b/i,
  ),
  tell(
    'T1018',
    'subnet|host|machine|server|device|domain controller|hosts|computers|systems|network',
    /\b(?:enumerat|list|discover|map|identif|scan|find|locat|ping|sweep)\w*\b.{0,60}\b(?:domain controllers?|(?:remote|other|internal|reachable|live|network|domain) (?:hosts?|systems?|computers?|machines?|servers?|devices?)|computers? of the domain|subnets?|every .{0,15}computer)\b/i,
  ),
  tell(
    'T1046',
    'scan',
    /\bscan(?:s|ned|ning)?\b.{0,60}\b(?:ports?|internal network|network|subnets?|IP ranges?|open (?:ports|telnet|SSH|RDP|services))\b/i,
  ),
  tell(
    'T1135',
    'share',
    /\b(?:enumerat|list|search|scan|discover|look|crawl|brows|map|find)\w*\b.{0,40}\b(?:network|SMB|shared|file|mapped) (?:shares?|drives?|folders?)\b/i,
  ),
  tell(
    'T1614.001',
    'language|keyboard|locale',
    /\b(?:check|determin|identif|quer|exit|terminat|verif|test|detect|avoid|compar|stop|abort|quit|end)\w*\b.{0,80}\b(?:(?:system|default|user|UI|OS)?\s?languages?|keyboard layouts?|keyboard is set|locale)\b|\bGet(?:KeyboardLayout|(?:System|User)Default(?:UI)?Lang\w*)/i,
  ),
  tell(
    'T1614',
    'geolocation|country|ip-api|ipinfo|location',
    /\bip-api\.com\b|\bipinfo\.io\b|\bgeo-?location\b.{0,40}\b(?:of|check|victim|data|information)|\b(?:collect|determin|check|obtain|get|retriev)\w*\b.{0,50}\b(?:geo-?location|country|location of the)\b/i,
  ),
  tell(
    'T1124',
    'time zone|timezone|system time|tick',
    /\b(?:collect|gather|get|check|obtain|retriev|quer|read)\w*\b.{0,50}\b(?:time ?zone|system (?:time|date)|local time|tick count|uptime)\b|\bGetTickCount/i,
  ),
  tell(
    'T1010',
    'window title|foreground window|active window',
    /\b(?:window titles?|foreground windows?|active windows?|titles? of (?:open |active )?windows?)\b|\bGetForegroundWindow\b/i,
  ),
  tell(
    'T1217',
    'history|bookmark',
    /\bbrows(?:er|ing) history\b|\bbookmarks?\b.{0,20}\b(?:stolen|collected|read)|\bbrowser bookmarks\b/i,
  ),
];

const GOT = String.raw`\b(?:steal|stole|collect|gather|harvest|copi|copy|copies|exfiltrat|siphon|grab|upload|tak|took|search)\w*\b`;

/** What it did then: moved on, gathered, talked home, carried away, destroyed. */
const ACT: readonly Tell[] = [
  tell(
    'T1021.001',
    'rdp|remote desktop',
    /\b(?:over|via|through|using|by|with|used|abus\w+|leverag\w+|open\w*|start\w*|establish\w*)\b.{0,25}\b(?:RDP|Remote Desktop(?: Protocol)?)\b|\bRDP (?:sessions?|connections?|logons?|access|to|into)\b|\bRDP['’]?(?:e?d|ing)\b/i,
  ),
  tell(
    'T1021.004',
    'ssh',
    /\b(?:over|via|through|using|by|with)\b.{0,15}\bSSH\b(?! keys?)|\bSSH (?:sessions?|connections?|logins?|to|into|access|brute)\b/i,
  ),
  tell('T1021.005', 'vnc', /\b(?:over|via|through|using|by|hidden|reverse)\b.{0,15}\bh?VNC\b/i),
  tell(
    'T1021.002',
    'smb|admin share',
    /\b(?:over|via|through|using|by)\b.{0,20}\bSMB\b|\badmin(?:istrative)? shares?\b|\blateral\w*\b.{0,50}\bSMB\b/i,
  ),
  tell(
    'T1570',
    'cop|transfer|push|distribut|spread|deploy',
    /\b(?:cop(?:y|ies|ied|ying)|transfer(?:s|red|ring)?|push(?:es|ed|ing)?|distribut(?:es|ed|ing)|deploy(?:s|ed|ing)?|propagat(?:es|ed|ing)|spread(?:s|ing)?)\b.{0,60}\b(?:to|onto|across|over|on)\b.{0,30}\b(?:(?:other|remote|additional|several|all|multiple|many|every|connected|adjacent|target|networked|\d{2,}) (?:\w+ )?(?:hosts?|machines?|servers?|systems?|computers?|endpoints?|workstations?|devices?)|(?:the )?(?:network|domain|environment|admin(?:istrative)? shares?|ADMIN\$|C\$|SMB))\b|\blateral(?:ly)? tool transfer/i,
  ),
  tell(
    'T1210',
    'remote service|lateral|ms17|cve-2017|cve-2020|romance|eternalblue|ms17-010|zerologon|bluekeep|smbghost|worm',
    /\b(?:EternalBlue|EternalRomance|MS17-010|Zerologon|BlueKeep|SMBGhost|CVE-2017-014[4-8]|CVE-2020-1472)\b|\bexploit\w*\b.{0,60}\b(?:to move laterally|remote services?|lateral movement)\b/i,
  ),
  tell('T1550.002', 'pass-the-hash|pass the hash|pth', /\bpass[- ]the[- ]hash\b|\bPtH\b/),
  tell('T1550.003', 'pass-the-ticket|pass the ticket', /\bpass[- ]the[- ]ticket\b/i),
  tell(
    'T1534',
    "internal phish|lateral phish|colleague|victim’s contacts|victim's contacts",
    /\b(?:internal|lateral) (?:spear-?)?phishing\b/i,
  ),
  tell(
    'T1005',
    'sensitive|file|document|data|source code|wallet|database',
    /\b(?:steal(?:s|ing)?|stole|stolen|exfiltrat(?:es?|ed|ing)|harvest(?:s|ed|ing)?|siphon(?:s|ed|ing)?|collect(?:s|ed|ing)?|gather(?:s|ed|ing)?|copies|copied|upload(?:s|ed|ing))\b.{0,40}\b(?:(?:the |all |their |its |specific |certain |interesting |any |sensitive |confidential |internal |local |user['’]?s? |victim['’]?s? )*(?:files?|documents?)\b(?! (?:sharing|hash|names?|server|containing|encryption))|sensitive (?:data|information) from|local data|data from (?:the |its |an? )?(?:\w+ )?(?:victims?|system|machine|host|computer|device|applications?|messag\w+|disk)|cryptocurrency wallets?|wallet files?|source code|databases?)\b(?!.{0,40}\b(?:endpoint|analy[sz]|researchers?|repository))/i,
  ),
  tell(
    'T1039',
    'file server|network share|shared drive',
    new RegExp(
      String.raw`${GOT}.{0,70}\b(?:file servers?|network (?:shares?|drives?)|shared (?:drives?|folders?))\b`,
      'i',
    ),
  ),
  tell(
    'T1213.002',
    'sharepoint|onedrive',
    new RegExp(
      String.raw`(?:${GOT}|\bdownload\w*\b).{0,60}\b(?:SharePoint|OneDrive)\b|\b(?:SharePoint|OneDrive)\b.{0,60}\b(?:search\w*|download\w*|copied|exfiltrat\w*)\b`,
      'i',
    ),
  ),
  tell(
    'T1114',
    'mail',
    /\b(?:steal|stole|exfiltrat|read|collect|harvest|access|download|search|copi)\w*\b.{0,30}\be-?mails?\b(?! address)/i,
  ),
  tell(
    'T1560',
    'archive|compress|zip',
    /\b(?:compress(?:es|ed|ing)?|archiv(?:es|ed|ing)|zip(?:s|ped|ping))\b.{0,60}\b(?:data|files?|documents?|loot|stolen|collected|before|prior|information|exfiltrat\w*)\b|\b(?:data|files?|documents?|information)\b.{0,40}\b(?:is|are|was|were|then) (?:then )?(?:compressed|archived|zipped)\b/i,
  ),
  tell(
    'T1560.001',
    'winrar|7-zip|7zip|rar|password',
    /\b(?:pack|archiv|compress|zip|bundl)\w*\b.{0,60}\b(?:with|using|by|via|into)\b.{0,30}\b(?:WinRAR|7-?Zip|7z|RAR)\b|\b(?:WinRAR|7-?Zip)\b.{0,50}\b(?:to|for) (?:compress|archiv|pack|stag|collect)\w*/i,
  ),
  tell(
    'T1074.001',
    'output|results|saved|written|stag|saved|stored',
    /\b(?:(?:staged|staging)\b.{0,40}\b(?:data|files|archives?|loot|information|exfiltrat\w*)|(?:data|files|archives?|loot|information|credentials|output|results|screenshots|keystrokes)\b.{0,25}\b(?:is|are|was|were|been) (?:then |later )?(?:staged|saved|stored|collected|written)\b.{0,40}\b(?:folder|director\w+|file|%\w+%|Temp|ProgramData))/i,
  ),
  tell('T1119', 'automat|script', /\bautomat(?:ed|ically)\b.{0,30}\b(?:collect|harvest|gather|search|exfiltrat)\w*/i),
  tell(
    'T1071.001',
    'http|web traffic|get request|post request|websocket|user-agent',
    /\b(?:commun\w+|beacon\w*|contact\w*|connect\w*|talk\w*|report\w*|check\w*|send\w*|sent|receiv\w*|request\w*|traffic|C2|C&C|command[- ]and[- ]control|exfiltrat\w*|poll\w*|post\w*|transmit\w*)\b.{0,80}\b(?:over|via|using|through|by|with|in|as|an?|uses?)\b.{0,15}\bHTTPS?\b|\bHTTPS?[ -](?:POST|GET|requests?|traffic|beacon\w*|based|C2|C&C|communication|protocol|PUT)\b|\b(?:GET|POST) requests?\b|\bWebSockets?\b|\bUser-Agent\b/i,
  ),
  tell(
    'T1071.004',
    'dns',
    /\bDNS[- ](?:tunnel\w*|C2|beacon\w*|based|over HTTPS|TXT|queries to)\b|\b(?:commun|exfiltrat|C2|tunnel|command)\w*\b.{0,40}\b(?:over|via|through|using)\b.{0,10}\bDNS\b/i,
  ),
  tell('T1071.003', 'smtp|imap', /\b(?:over|via|through|using|by)\b.{0,10}\b(?:SMTP|IMAP)\b/i),
  tell('T1071.002', 'ftp', /\b(?:over|via|through|using|by)\b.{0,10}\bS?FTP\b/i),
  tell(
    'T1095',
    'tcp|socket|icmp|udp',
    /\b(?:raw |custom |over |via |using |through |plain |binary )+(?:TCP|UDP|ICMP|sockets?)\b(?! ports?\b)|\bTCP (?:sockets?|connection|protocol|packets?)\b|\braw sockets?\b|\bICMP\b.{0,30}\b(?:tunnel|C2|commun|echo)|\b(?:via|over|through|using) a? ?sockets?\b/i,
  ),
  tell(
    'T1573.001',
    'rc4|aes|xor|chacha|blowfish|salsa|encrypt',
    /\b(?:RC4|AES(?:-?\d+)?|XOR\w*|ChaCha20|Blowfish|Salsa20|3?DES|Serpent)\b.{0,80}\b(?:traffic|communicat\w+|C2|C&C|command[- ]and[- ]control|network|beacons?|sent|transmi\w+|requests?|responses?|server|channel)\b|\b(?:traffic|communicat\w+|C2|C&C|beacons?|requests?|responses?|messages?|channel)\b.{0,60}\b(?:encrypted|encoded|enciphered)\b.{0,20}\b(?:with|using|by|via)\b.{0,20}\b(?:RC4|AES|XOR\w*|ChaCha20|Blowfish|Salsa20|3?DES)\b/i,
  ),
  tell(
    'T1573.002',
    'rsa|tls|ssl|curve25519|asymmetric',
    /\b(?:RSA|TLS|SSL|Curve25519|mTLS|asymmetric)\b.{0,60}\b(?:traffic|communicat\w+|C2|C&C|channel|handshake|session key)\b|\b(?:traffic|communicat\w+|C2|channel)\b.{0,60}\b(?:over|with|using|by|via)\b.{0,15}\b(?:RSA|TLS|SSL|mTLS)\b/i,
  ),
  tell(
    'T1132.001',
    'base64',
    /\bbase64\b.{0,60}\b(?:sent|send|transmit\w*|C2|requests?|communicat\w*|traffic|server|response|exfiltrat\w*)\b|\b(?:sent|send|transmit\w*|C2|requests?|communicat\w*|traffic|response)\b.{0,40}\bbase64\b/i,
  ),
  tell(
    'T1105',
    'receiv|obtain|grab|transfer|download|fetch|retriev|pull|drop|deliver|upload',
    /\b(?:download|fetch|retriev|pull|grab|obtain|receiv)\w*\b.{0,80}\b(?:payloads?|(?:second|next|third|final|later|further)[- ]stages?|additional|further (?:malware|tools?|payloads?)|malware|tools?|executables?|scripts?|binar(?:y|ies)|implants?|DLLs?|shellcode|loaders?|modules?|plugins?|installers?|miners?|backdoors?|archives?|encryptors?|ransomware|beacons?|XMRig|files? from|agents?)\b|\bdownload(?:s|ed|ing|er)? and (?:then )?(?:execut|run|install|launch|load|start)\w*|\b(?:drop|deliver)\w*\b.{0,40}\b(?:from|by contacting)\b.{0,20}\b(?:server|C2|URL|remote|internet|site|GitHub)\b|\btransfer\w*\b.{0,30}\b(?:tools|malware|payloads?)\b|\bdownloads? (?:it|them) again\b/i,
  ),
  tell(
    'T1090',
    'prox|socks',
    /\bSOCKS[45]?\b|\bproxy(?:chains)?\b.{0,30}\b(?:tools?|servers?|traffic|C2|malware|modules?|chains?|network|infected|utility)\b|\bproxychains\b|\b(?:residential|reverse|SOCKS\d?) prox(?:y|ies)\b|\bas (?:a )?prox(?:y|ies)\b|\bprox(?:ies|ied|ying) (?:traffic|connections?|through)/i,
  ),
  tell(
    'T1090.003',
    'tor |onion|.onion',
    /\b(?:over|via|through|using|by) (?:the )?Tor\b|\bTor (?:network|exit|hidden|nodes?|client|proxy)\b|\.onion\b.{0,40}\b(?:C2|server|contact|commun)/,
  ),
  tell('T1090.004', 'domain front', /\bdomain[- ]front\w*/i),
  tell(
    'T1572',
    'tunnel',
    /\btunnel(?:s|ed|ing|led|ling|ers?)?\b.{0,60}\b(?:traffic|tools?|RDP|SSH|connections?|through|over|into|to|utility|software|network)\b|\b(?:reverse|SSH|protocol) tunnel\w*/i,
  ),
  tell(
    'T1102',
    'telegram|discord|slack|github|pastebin|google drive|google docs|google sheets|dropbox|onedrive|trello|notion|twitter|youtube|steam|graph api',
    /\b(?:Telegram|Discord|Slack|GitHub|Pastebin|Google (?:Drive|Docs|Sheets|Calendar)|Dropbox|OneDrive|Trello|Notion|YouTube|Steam|(?:Microsoft )?Graph API)\b.{0,60}\b(?:C2|C&C|command[- ]and[- ]control|channel|bots?|API|webhooks?|payloads?|commands|dead[- ]drop)\b|\b(?:C2|C&C|command[- ]and[- ]control|payloads?|commands|exfiltrat\w*|dead[- ]drop|hosted)\b.{0,50}\b(?:via|through|over|using|on|from|as|to)\b.{0,20}\b(?:Telegram|Discord|Slack|GitHub|Pastebin|Google (?:Drive|Docs|Sheets)|Dropbox|OneDrive|Trello|Notion|YouTube|Steam)\b/i,
  ),
  tell('T1568.002', 'dga|domain generation', /\bDGA\b|\bdomain generation algorithm/i),
  tell('T1568', 'dynamic dns|duckdns|no-ip', /\bdynamic DNS\b|\bduckdns\b|\bno-ip\b/i),
  tell(
    'T1571',
    'non-standard|nonstandard|uncommon port|unusual port',
    /\b(?:non-?standard|uncommon|unusual|high) (?:TCP )?ports?\b/i,
  ),
  tell(
    'T1008',
    'backup|secondary|alternative|fallback|backup c2|backup server|fall back',
    /\b(?:fall-?back|backup|secondary|alternative) (?:C2|C&C|servers?|channels?|domains?|command)\b/i,
  ),
  tell(
    'T1041',
    'return|forward|leak|report|exfiltrat|sen|upload|post|transmit|transfer',
    /\b(?:exfiltrat|send|sent|upload|post|transmit|transfer|report|return|forward|leak)\w*\b.{0,110}\b(?:to|back to|over|through|via|towards)\b.{0,35}\b(?:C2|C&C|C and C|command[- ]and[- ]control|control servers?|attackers?['’]?s? (?:\w+ )?servers?|\S+\[\.\]\S+|(?:their|its|his|remote|actor-controlled|attacker-controlled|attacker-owned|adversary\S*|external) (?:\w+ )?servers?|hxxps?|the attackers?|the operators?|threat actors?)\b/i,
  ),
  tell(
    'T1567',
    'webhook|telegram|discord|file sharing|gofile|transfer.sh|anonfiles|file-sharing|pastebin',
    /\b(?:exfiltrat\w*|sends?|sent|uploads?|uploaded|posts?|posted|transmit\w*|transfer\w*)\b.{0,80}\b(?:webhooks?|Telegram|Discord|gofile\S*|transfer\.sh|anonfiles|file[- ]sharing|Pastebin)\b/i,
  ),
  tell(
    'T1567.002',
    'mega|dropbox|google drive|onedrive|cloud storage|s3 |backblaze|wasabi|azure blob|cloud',
    /\b(?:exfiltrat|send|sent|upload|transmit|transfer|copi|mov)\w*\b.{0,80}\b(?:to|into|over|using|via)\b.{0,20}\b(?:Mega(?:\.nz)?|Dropbox|Google Drive|OneDrive|pCloud|Backblaze|Wasabi|cloud storage|S3 buckets?|Azure (?:Blob|storage))\b/i,
  ),
  tell(
    'T1048',
    'smb|ftp|scp|winscp',
    /\b(?:exfiltrat|send|sent|upload|transmit|transfer|copi)\w*\b.{0,80}\b(?:over|via|to an?|using|through|by|controlled)\b.{0,15}\b(?:S?FTP|SCP|WinSCP|FileZilla|SMB)\b/i,
  ),
  tell(
    'T1056.003',
    'page|form|javascript|skimmer|checkout|portal',
    /\binject\w*\b.{0,40}\b(?:JavaScript|script|code|form|iframe)\b.{0,50}\b(?:log-?in|payment|checkout|sign-?in)\b|\b(?:card|web|payment) skimm\w+|\b(?:log|record|captur|cop|harvest|steal)\w*\b.{0,60}\b(?:log-?in|payment|checkout|web) (?:pages?|forms?|portals?)\b/i,
  ),
  tell(
    'T1052.001',
    'usb|removable|flash drive',
    /\b(?:copied|copies|copy|exfiltrat\w*|moved|transferred|saved)\b.{0,80}\bto\b.{0,40}\b(?:USB|removable|flash drives?|external (?:drives?|disks?))\b/i,
  ),
  tell(
    'T1048',
    'leave|left|flow',
    /\b(?:archives?|data|files|documents)\b.{0,20}\b(?:leaves?|left|flow(?:s|ed)?|went)\b.{0,20}\b(?:for|to|towards)\b.{0,20}(?:\d+\.\d+|\S+\[\.\])/i,
  ),
  tell(
    'T1486',
    'encrypt|ransom|unreadable|unusable|locked',
    /\b(?:encrypt(?:s|ed|ing)?|lock(?:s|ed))\b.{0,40}\b(?:files?|servers?|systems?|hosts?|machines|virtual machines|data|network|drives?|computers|workstations|backups?)\b|\b(?:servers?|files|systems|machines|computers)\b.{0,20}\b(?:unusable|unreadable)\b|\b(?:start|began|let|unleash|launch|trigger)\w*\b.{0,20}\bencryption\b|\battackers? locked\b|\bransom(?:ware)? notes?\b|\bencryptors?\b|\b(?:deploy|drop|execut|launch|run|releas)\w*\b.{0,30}\bransomware\b/i,
  ),
  tell(
    'T1490',
    'shadow cop|backup|recovery',
    /\bshadow copies\b|\b(?:delet|destroy|wip|remov|eras|encrypt|disabl)\w*\b.{0,40}\b(?:backups?|recovery (?:options?|partition|points?|mode)|snapshots?|restore points?)\b|\bbackups?\b.{0,30}\b(?:were|was|had been) (?:deleted|destroyed|wiped|removed|erased)\b/i,
  ),
  tell(
    'T1489',
    'ends |ended|power|stop|kill|terminat|shut down|power',
    /\b(?:stop(?:s|ped|ping)?|kill(?:s|ed|ing)?|terminat(?:es|ed|ing)|shut(?:s|ting)? down|power(?:s|ed) off|end(?:s|ed))\b.{0,60}\b(?:services|processes|virtual machines|VMs|databases)\b/i,
  ),
  tell(
    'T1485',
    'delet|wip|destroy|eras|overwrit|empt',
    /\b(?:delet|destroy|eras|overwr(?:it|ot)|wip|empt(?:y|i|ie))\w*\b.{0,50}\b(?:all (?:\d+ )?(?:\w+ ){0,2}(?:servers?|virtual machines?|VMs|files?|data|databases?|volumes?|repositor\w+|disks?|backups?)|\d{2,} (?:\w+ ){0,2}(?:servers?|virtual machines?|VMs|databases?|repositor\w+|hosts?|computers?|systems)|the (?:buckets?|databases?|data|disks?|servers?|virtual machines)|production \w+|victim\S* (?:data|files|systems))\b|\bwipers?\b/i,
  ),
  tell(
    'T1561',
    'master boot|mbr|raw disk|physical drive',
    /\b(?:overwr|wip|corrupt|destroy|eras|writ)\w*\b.{0,50}\b(?:master boot record|MBR|boot sector|raw disks?|physical ?drives?|partition tables?|MFT)\b/i,
  ),
  tell('T1491', 'deface', /\bdefac(?:ed|es|ing|ement)\b/i),
  tell(
    'T1498',
    'ddos|denial of service|denial-of-service|flood',
    /\bDDoS\b|\bdistributed denial[- ]of[- ]service\b|\b(?:UDP|TCP|SYN|HTTP|ICMP)[- ]?floods?\b/i,
  ),
  tell(
    'T1531',
    'password|locked out|account',
    /\b(?:chang|reset)\w*\b.{0,30}\b(?:passwords?|credentials)\b.{0,60}\b(?:lock\w* out|so that|administrators|all (?:users|accounts)|staff)\b|\b(?:staff|users|administrators|owners) (?:was|were|is|are) locked out\b/i,
  ),
  tell(
    'T1657',
    'dollar|euro|bitcoin|monero|ransom|extort|fraud|money|funds|payment|bank details|invoice|wallet|crypto',
    /\bextort\w*|\basks? for\b.{0,40}\b(?:dollars|euros|pounds|bitcoins?|Monero|ransom)\b|\bdemand(?:s|ed|ing)?\b.{0,30}\b(?:ransom|payment|bitcoin|money)\b|\b(?:stole|steal|drain|divert|siphon|transfer|empt)\w*\b.{0,40}\b(?:money|funds|payments?|cryptocurrenc\w+|crypto(?: assets)?|bitcoins?|wallets?)\b|\bnew bank details\b|\b(?:wire|invoice|payment|bank) fraud\b|\bbusiness e-?mail compromise\b/i,
  ),
  tell(
    'T1496.002',
    'sells|sell |rents|rent |residential prox|proxyware|bandwidth',
    /\bproxyware\b|\b(?:sell|rent)s?\b.{0,30}\b(?:access|bandwidth|addresses)\b.{0,30}\b(?:prox|residential)/i,
  ),
  tell(
    'T1583.001',
    'register|domain',
    /\b(?:attackers?|actors?|group|operators?|they|adversar\w+|campaign)\b.{0,50}\bregister(?:s|ed|ing)?\b.{0,40}\bdomains?\b|\bdomains? (?:was|were) registered\b|\blook-?alike domains?\b|\btyposquat\w*\b.{0,20}\bdomains?\b/i,
  ),
  tell(
    'T1595',
    'scan',
    /\b(?:scan|probe)\w*\b.{0,40}\b(?:the internet|for (?:devices|servers|hosts|systems|vulnerable|exposed|open|unpatched))\b/i,
  ),
];

/** Verbs with their objects: counted in sentences that tell of an attack. */
export const DEED_TELLS: readonly Tell[] = [...ACCESS, ...STAY, ...LEARN, ...ACT];
