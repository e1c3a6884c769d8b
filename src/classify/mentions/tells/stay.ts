import { type Tell, tellOf } from './tell.ts';

/** How it stayed, rose and hid. */
export const STAY_TELLS: readonly Tell[] = [
  tellOf(
    'T1543.003',
    'service',
    /\b(?:creat|install|register|add|set)\w*\b.{0,50}\b(?:as )?an? (?:new |Windows |malicious |system |persistent |kernel )*services?\b(?! (?:account|principal|provider|desk))|\bWindows services?\b.{0,40}\b(?:persist\w*|named|called|creat\w+|install\w+)/i,
  ),
  tellOf('T1547.001', 'persist|surviv', /\b(?:persist\w*|surviv\w+)\b.{0,60}\b(?:Run key|Startup folder|registry)\b/i),
  tellOf(
    'T1574.001',
    'malicious librar|malicious dll|malicious dynamic|side-load|sideload|side load|dll hijack|search order',
    /\bside-?\s?load\w*|\bload(?:s|ed|ing)?\b.{0,25}\bmalicious (?:library|DLL|dynamic)|\bDLL (?:search order )?hijack\w*|\bsearch order hijack/i,
  ),
  tellOf(
    'T1136.001',
    'account|user|administrator',
    /\b(?:creat|add)\w*\b.{0,30}\b(?:a|an|new|local|rogue|own|another|hidden|backdoor|several|two|three)\b (?:\w+ ){0,3}(?:admin\w* )?(?:accounts?|users?|administrators?)\b(?! (?:experience|interface|data))/i,
  ),
  tellOf(
    'T1098.007',
    'administrators group|local admin',
    /\b(?:add\w*|put|made|promot\w+)\b.{0,60}\b(?:administrators? group|local administrators?|Domain Admins|privileged groups?|Remote Desktop Users)\b/i,
  ),
  tellOf(
    'T1098.005',
    'device|authenticator|mfa',
    /\b(?:register|enrol|add)\w*\b.{0,40}\b(?:own|new|rogue|their|another|attacker\S*)\b.{0,20}\b(?:devices?|authenticators?|MFA (?:methods?|devices?)|phones?)\b/i,
  ),
  tellOf(
    'T1556.006',
    'authenticator|2fa|factor|mfa|multi-factor|multifactor',
    /\b(?:disabl|remov|reset|turn\w* off|add|register|chang|modif|enrol)\w*\b.{0,40}\b(?:authenticators?\b|MFA|multi-?factor(?: authentication)?|second factors?|2FA|factors)\b/i,
  ),
  tellOf(
    'T1068',
    'privilege|elevat|driver|byovd|printnightmare|zerologon|kernel',
    /\bexploit\w*\b.{0,100}\b(?:privilege|elevat\w*|kernel|drivers?|PrintNightmare|local)\b|\b(?:privilege[- ]escalation|elevation[- ]of[- ]privilege|local privilege)\b.{0,30}\b(?:exploits?|vulnerabilit\w+|flaws?|bugs?|CVE)|\bBYOVD\b|\bvulnerable (?:\w+ ){0,2}drivers?\b|\b(?:PrintNightmare|Dirty ?(?:Pipe|COW)|PwnKit)\b/i,
  ),
  tellOf(
    'T1484.001',
    'group policy|gpo|group policies',
    /\b(?:creat|modif|chang|push|deploy|distribut|edit|abus|us(?:ed|ing)|through|via|by|spread)\w*\b.{0,50}\b(?:group polic(?:y|ies)|GPOs?)\b/i,
  ),
  tellOf(
    'T1036.005',
    'pretend|camouflag|renamed to|saved as|called|masquerad|disguis|pos|mimic|named|legitimate|imitat|svchost|same name|blend',
    /\b(?:masquerad\w*|disguis\w*|pos(?:es|ed|ing)|mimic\w*|imitat\w*|camouflag\w*|blend\w*|pretend\w*)\b(?! an? )(?: itself| themselves| the \w+)? ?(?:as|to be|with|in)?\b.{0,30}\b(?:legitimate|genuine|benign|system|Windows|Microsoft|Google|Adobe|Chrome|update\w*|software|applications?|programs?|process(?:es)?|services?|components?|svchost|drivers?|utility)\b(?!.{0,20}\b(?:compan|domain|web ?site|page|document|tax|invoice|firm))|\bnam(?:ed|es|ing)\b.{0,40}\b(?:after|like|as|to (?:look|appear|resemble|mimic))\b.{0,40}\b(?:legitimate|genuine|Windows|Microsoft|system|known|common)\b|\bsame name as\b|\b(?:named|called|renamed to|saved as)\b.{0,10}\b(?:svchost|lsass|explorer|conhost|csrss|winlogon|services|taskhost\w*|spoolsv|dllhost|runtimebroker)\.exe\b|\\(?:ProgramData|Public|Temp|AppData)\\(?:[^\\\s]+\\){0,4}(?:svchost|lsass|explorer|conhost|csrss|winlogon|services|spoolsv|dllhost)\.exe/i,
  ),
  tellOf(
    'T1036.004',
    'task|service',
    /\b(?:tasks?|services?)\b.{0,20}\b(?:named|called|name)\b.{0,20}\b(?:\w*update\w*|google|microsoft|onedrive|adobe|chrome|edge|windows)\w*/i,
  ),
  tellOf(
    'T1036.007',
    '.exe|.lnk|.scr|.js|.iso|.vbs|double',
    /\b\w+\.(?:pdf|docx?|jpe?g|png|xlsx?|mp4|txt)\.(?:exe|scr|lnk|js|vbs|com|iso|hta|bat)\b|\bdouble (?:file )?extensions?\b/i,
  ),
  tellOf(
    'T1036.003',
    'renam',
    /\brenam\w+\b.{0,30}\b(?:copy|copies|version|binar\w+|tool|rclone|psexec|procdump|certutil|powershell|rundll32|utility)\b|\b(?:copy|version) of\b.{0,40}\brenamed\b/i,
  ),
  tellOf(
    'T1070.004',
    'delet|remov|eras|self-delet|wip',
    /\b(?:delet(?:es?|ed|ing)|remov(?:es?|ed|ing)|eras(?:es?|ed|ing)|wip(?:es?|ed|ing))\b (?:itself|themselves|its own|their own|all traces|(?:the |its |their |all |any )?(?:traces|tracks|evidence|artefacts|artifacts|tools|droppers?|installers?|original file|malware|binar(?:y|ies)|archives?|loaders?|payloads?))\b|\bself[- ]?delet\w*|\b(?:files?|tools|archives?|droppers?|malware|payloads?|scripts?|installers?)\b.{0,25}\b(?:was|were|is|are|been|gets?) (?:then |later |also )?(?:deleted|removed|erased)\b|\b(?:cover|hide|clean)\w*\b.{0,20}\btracks\b.{0,40}\bdelet/i,
  ),
  tellOf(
    'T1685.005',
    'event log|windows log|security log',
    /\b(?:clear|delet|wip|eras|empt|remov)\w*\b.{0,40}\b(?:event|security|Windows|system) logs?\b/i,
  ),
  tellOf(
    'T1070.006',
    'timestomp|timestamp|time stamp|creation|date of|dates of|time of|times of',
    /\b(?:timestomp\w*|(?:gave|set|sets)\b.{0,30}\b(?:date|time)s? of\b|(?:chang|modif|alter|copi|forg|manipulat)\w*\b.{0,30}\b(?:time ?stamps?|creation (?:date|time)))\b/i,
  ),
  tellOf(
    'T1685',
    'security|cloud agents|anti-malware|antimalware|endpoint|antivirus|anti-virus|defender|edr|security soft|security prod|security tool|security sol|real-time|amsi|etw|protection|av ',
    /\b(?:disabl|turn\w* off|switch\w* off|kill|terminat|uninstall|unhook|tamper\w*|shut(?:s|ting)? down|blind|stop|stopp|bypass|patch|remov|neutrali[sz]|weaken|exclu)\w*\b.{0,60}\b(?:antivirus|anti-?virus|anti-?malware|Defender|EDRs?|AV\b|security (?:software|products?|tools?|solutions?|agents?|services?|process\w*|features?)|real-time (?:protection|monitoring)|AMSI|ETW|endpoint (?:protection|detection)|cloud agents)|\b(?:antivirus|Defender|EDR|real-time protection|AMSI|ETW|security (?:software|tools?|products?))\b.{0,40}\b(?:was|were|is|are|been|being) (?:disabled|turned off|switched off|stopped|uninstalled|removed|killed|terminated|patched|bypassed)\b|\b(?:EDR|AV)[- ]?killers?\b/i,
  ),
  tellOf(
    'T1686',
    'firewall',
    /\b(?:disabl|turn\w* off|open|add|modif|chang|creat)\w*\b.{0,40}\bfirewall(?: rules?| ports?)?\b/i,
  ),
  tellOf(
    'T1112',
    'registry',
    /\b(?:modif|chang|creat|add|writ|wrote|set|sets|updat|alter|edit|delet|insert|stor)\w*\b.{0,60}\bregistry\b|\bregistry (?:keys?|values?|entr(?:y|ies))\b.{0,50}\b(?:is|are|was|were|been) (?:set|created|added|modified|changed|written|deleted|updated)\b/i,
  ),
  tellOf(
    'T1553.002',
    'signed|certificate|signature',
    /\b(?:signed|sign(?:ing)?)\b.{0,40}\b(?:with|by|using)\b.{0,40}\b(?:certificates?|signatures?|key)\b|\b(?:stolen|valid|revoked|fraudulent|expired|legitimate) (?:code[- ]signing |digital )?(?:certificates?|signatures?)\b/i,
  ),
  tellOf(
    'T1553.005',
    'mark of the web|mark-of-the-web|motw|.iso|iso file|iso image|vhd',
    /\b(?:MOTW|mark[- ]of[- ]the[- ]web)\b|\b(?:deliver|contain|mount|bypass|evad|inside|in)\w*\b.{0,40}\b(?:ISO|IMG|VHDX?) (?:files?|images?)\b/i,
  ),
  tellOf(
    'T1564.001',
    'hidden',
    /\bhidden (?:files?|folders?|director(?:y|ies)|attributes?)\b|\battributes?\b.{0,30}\bhidden\b/i,
  ),
  tellOf('T1564.003', 'hidden window|hidden', /\bhidden (?:PowerShell |console |command )?windows?\b/i),
  tellOf('T1564.004', 'alternate data', /\balternate data streams?\b/i),
  tellOf(
    'T1014',
    'rootkit|hide',
    /\brootkits?\b|\b(?:hid|hides|hide|conceal)\w*\b.{0,30}\b(?:its|their|the|own) (?:own )?(?:process(?:es)?|files|connections)\b/i,
  ),
  tellOf('T1205', 'magic packet|port knock|magic byte', /\bmagic packets?\b|\bport[- ]knock\w*/i),
  tellOf(
    'T1550.004',
    'cookie|session',
    /\b(?:replay|reus|inject|import|us(?:ed|es|ing)|abus)\w*\b.{0,40}\b(?:stolen|captured|hijacked|session|authenticated)\b.{0,15}\bcookies?\b|\breplays? it\b|\b(?:session|cookie) (?:replay|hijack)\w*/i,
  ),
  tellOf(
    'T1550.001',
    'token',
    /\b(?:replay|reus|us(?:ed|es|ing)|abus)\w*\b.{0,30}\b(?:stolen|captured|compromised|refresh|OAuth|access)\b.{0,15}\btokens?\b/i,
  ),
];
