import { type Tell, tellOf } from './tell.ts';

/** What it took from the machine and the network to go on. */
export const LEARN_TELLS: readonly Tell[] = [
  tellOf(
    'T1003.001',
    'lsass|local security authority|mimikatz',
    /\blsass\b|\bLocal Security Authority\b|\bmimikatz\b/i,
  ),
  tellOf(
    'T1003',
    'credential|hash',
    /\bdump(?:s|ed|ing)?\b.{0,40}\b(?:credentials|password hashes|hashes|passwords)\b|\bcredential dump\w*/i,
  ),
  tellOf('T1110', 'brute', /\bbrute[- ]?forc\w*/i),
  tellOf(
    'T1110.001',
    'brute|lists of|guess|dictionary|password list|attempts|wordlist|credential list|weak',
    /\bguess\w*\b.{0,40}\b(?:password|credential|login)s?\b|\bpasswords?\b.{0,20}\bguess\w*|\b(?:dictionary attack|password lists?|wordlists?|lists? of (?:common |default |weak )?(?:passwords|credentials)\b.{0,60}\b(?:try|tries|tried|guess|brute|log|test)\w*)\b|\bbrute[- ]?forc\w*\b.{0,60}\b(?:SSH|RDP|telnet|MSSQL|SQL|FTP|passwords?|servers?|devices?)\b/i,
  ),
  tellOf(
    'T1110.002',
    'crack',
    /\bcrack(?:s|ed|ing)?\b.{0,60}\b(?:hash(?:es)?|passwords?|tickets?|offline)\b|\b(?:hash(?:es)?|passwords?|tickets?)\b.{0,40}\bcracked\b|\b(?:hashcat|john the ripper)\b/i,
  ),
  tellOf(
    'T1110.003',
    'spray',
    /\bpassword[- ]spray\w*|\bspray(?:ed|ing)\b.{0,30}\b(?:passwords?|accounts|credentials)\b/i,
  ),
  tellOf('T1110.004', 'stuffing', /\bcredential[- ]stuffing\b/i),
  tellOf(
    'T1552.001',
    'credential|.npmrc|.env|password|secrets|trufflehog',
    /\.aws\/credentials\b|\.npmrc\b|(?<!\w)\.env\b|\.git-credentials\b|\.netrc\b|\bunattend\.xml\b|\btruffle ?hog\b|\bhard-?coded (?:credentials|passwords|secrets|keys)\b|\b(?:search|look|scan|hunt|comb|find|found|collect|harvest|read)\w*\b.{0,60}\b(?:credentials?|passwords?|secrets|API keys|tokens)\b.{0,30}\b(?:in|from|inside)\b.{0,30}\b(?:files?|scripts?|repositor\w+|shares?|documents?|config\w*|source code|environment)\b|\bpasswords?\.(?:txt|xlsx?|docx?)\b(?!\.)/i,
  ),
  tellOf(
    'T1552.004',
    'private key|id_rsa|ssh key',
    /\b(?:SSH|private) (?:private )?keys?\b.{0,60}\b(?:stolen|exfiltrat\w*|harvest\w*|collect\w*|copied|search\w*)\b|\b(?:steal|stole|harvest|collect|search|copi|exfiltrat|look|gather|walk|scan|grab)\w*\b.{0,90}\b(?:SSH (?:private )?keys?|private keys?|id_rsa)\b/i,
  ),
  tellOf(
    'T1528',
    'token|oauth|consent',
    /\b(?:steal|stole|harvest|captur|obtain|abus|grab|phish|collect|exfiltrat)\w*\b.{0,40}\b(?:OAuth|access|refresh|authentication|API|GitHub|npm|personal access) tokens?\b|\b(?:malicious|rogue) OAuth\b|\bconsent (?:phishing|grant)/i,
  ),
  tellOf(
    'T1557',
    'man in the middle|adversary in the middle|adversary-in-the-middle|aitm|man-in-the-middle|relay|reverse proxy|between',
    /\badversary[- ]in[- ]the[- ]middle\b|\bAiTM\b|\bman[- ]in[- ]the[- ]middle\b|\brelay(?:s|ed|ing)?\b.{0,80}\b(?:sign-?in|log-?in|credentials?|keystrokes?|authentication|real|legitimate)\b|\breverse[- ]proxy\b.{0,60}\b(?:phish|credential|session|login|sign)/i,
  ),
  tellOf(
    'T1557.001',
    'llmnr|responder|ntlm relay|inveigh|nbt-ns|smb relay',
    /\bLLMNR\b|\bNBT-NS\b|\b(?:NTLM|SMB) relay\w*|\bInveigh\b|\bntlmrelayx\b/i,
  ),
  tellOf(
    'T1111',
    'one-time|otp|sms code|2fa|mfa code|passcode|verification code',
    /\b(?:steal|stole|intercept|captur|read|relay|harvest|phish|ask|collect)\w*\b.{0,50}\b(?:one-time (?:codes?|passwords?|passcodes?)|OTPs?|2FA codes?|MFA codes?|verification codes?|SMS codes?)\b/i,
  ),
  tellOf(
    'T1056.002',
    'false|spoofed|bogus|fake|password prompt|fake login|fake password|dialog',
    /\b(?:fake|bogus|spoofed|false)\b.{0,20}\b(?:password|login|log-in|authentication|credential)\b.{0,15}\b(?:prompts?|dialogs?|windows?|forms?|screens?|overlays?)\b/i,
  ),
  tellOf(
    'T1040',
    'sniff|packet capture|tcpdump|wireshark',
    /\b(?:network|packet|traffic) (?:sniff\w*|captur\w*)\b|\bsniff(?:s|ed|ing|ers?)\b|\btcpdump\b/i,
  ),
  tellOf(
    'T1082',
    'computername|of the system|of the operating|graphics card|screen size|screen resolution|machine info|system data|system meta|system name|os name|os build|os arch|processor arch|system arch|cpu arch|s architecture|its architecture|basic |host-name|computer-name|system info|os version|operating system|computer name|host name|hostname|machine name|windows version|version of windows|system details|hardware|information about the|machineguid|architecture',
    /\b(?!reportedly\b|Get[A-Z])(?:collect|gather|obtain|retriev|send|sent|harvest|steal|stole|fingerprint|get|query|queries|enumerat|exfiltrat|report|identif|profil|acquir|read|transmit|includ|fetch|note|notes|record|ask|log)\w*\b.{0,100}\b(?:(?:basic |detailed |infected |host )?system (?:information|info|details|data|metadata)|(?:OS|operating system|Windows)(?: \w+)? (?:version|name|build|information|architecture)|version of Windows|(?:computer|host|machine)[- ]?names?|hardware (?:information|details|id)|version of the (?:operating )?system|graphics cards?|screen (?:size|resolution)|MachineGuid|information about the (?:system|host|machine|infected|victim)|(?:system|CPU|processor|its|device['’]s) architecture|basic (?:host|machine|victim) information)\b|\b(?:computer|host|machine) ?name\b.{0,80}\b(?:is|are|sent|collected|encrypted|included)\b/i,
  ),
  tellOf(
    'T1033',
    'user',
    /\b(?:collect|gather|obtain|retriev|send|sent|get|query|queries|enumerat|exfiltrat|check|identif|acquir|read|transmit|fetch|determin|contain|includ)\w*\b.{0,80}\b(?:user ?names?|logged[- ](?:in|on) users?|current user|name of the user|user accounts? name)\b|\buser ?names?\b.{0,60}\b(?:sent|collected|gathered)\b|\bGetUserName[AW]?\b/i,
  ),
  tellOf(
    'T1016',
    'local ip|ips|victim|ip address|mac address|network config|adapter|network info|dns server|network settings|interfaces|public ip|external ip',
    /\b(?:collect|gather|obtain|retriev|send|sent|get|gets|query|queries|enumerat|exfiltrat|check|identif|determin|acquir|read|transmit|fetch|look)\w*\b.{0,90}\b(?:(?:victim|host|system|machine|public|external|local|internal|its|their|infected \w+)['’]?s? IPs?(?: address(?:es)?)?|MAC address(?:es)?|network (?:adapters?|configurations?|information|settings|interfaces?|details)|DNS servers?)\b/i,
  ),
  tellOf(
    'T1057',
    'process',
    /\b(?:enumerat|list|collect|gather|iterat|retriev|get|gets|check|search|look|scan|obtain|loop|monitor|walk|find|identif|discover|quer)\w*\b.{0,60}\b(?:running|active|all|list of|current|other|system|names? of)\b.{0,20}\bprocess(?:es)?\b|\bprocess(?:es)? (?:list(?:ing|s)?|enumeration|discovery|snapshot)\b|\b(?:fewer|more) than \d+ processes\b/i,
  ),
  tellOf(
    'T1083',
    'file|director|folder|drive',
    /\b(?:enumerat(?:es?|ed|ing)|enumeration of|lists|listed|listing|search(?:es|ed|ing)?(?! order| result| engine)|scans?|scann(?:ed|ing)|walks?|walk(?:ed|ing)|travers(?:es?|ed|ing)|iterat(?:es?|ed|ing)|crawls?|recursively|looks? for|looking for)\b.{0,60}\b(?:files?|director(?:y|ies)|folders?|file system|drives)\b(?!.{0,15}\b(?:hash|server))|\bfile (?:and directory )?(?:listing|enumeration|discovery)\b|\bdirectory listings?\b/i,
  ),
  tellOf(
    'T1680',
    'drive|volume|disk',
    /\b(?:enumerat|list|search|identif|get|find|iterat|check)\w*\b.{0,50}\b(?:(?:logical|available|mounted|accessible|fixed|all|attached) (?:drives?|volumes?|disks?)|disk (?:space|size)|volumes)\b|\bGetLogicalDrive\w*|\bFind(?:First|Next)Volume/i,
  ),
  tellOf(
    'T1518.001',
    'avast|kaspersky|securitycenter2|.exe is|security|antivirus|anti-virus|security soft|security prod|security sol|security tool|edr|av ',
    /\b(?:check(?:s|ed|ing)?|enumerat\w+|lists?|listing|looks?|looking|search(?:es|ed|ing)?|identif(?:y|ies|ied|ying)|quer(?:y|ies|ied|ying)|determin(?:es?|ed|ing)|discover(?:s|ed|ing)?|gather(?:s|ed|ing)?|collect(?:s|ed|ing)?|scans? for|tests?|retriev(?:es?|ed|ing)|verif(?:y|ies))\b(?! (?:files|samples)).{0,60}\b(?:antivirus|anti-?virus|AV (?:products?|software|solutions?)|(?:installed |running )?security (?:software|products?|solutions?|tools?|process\w*|vendors?)|EDRs?|Avast|Kaspersky|Windows Defender)\b|\b(?:SecurityCenter2|AntiVirusProduct)\b|\bif (?:an? )?(?:antivirus|\w+\.exe|security \w+) is (?:found |detected |installed|running|present)/i,
  ),
  tellOf(
    'T1518',
    'installed',
    /\b(?:enumerat|list|collect|gather|retriev|get|check|search|quer)\w*\b.{0,50}\binstalled (?:software|programs|applications|browsers|apps)\b|\blist of installed\b/i,
  ),
  tellOf(
    'T1012',
    'registry',
    /\b(?:quer(?:y|ies|ied|ying)|reads?|reading|checks?|checking|looks?|looking|looping|retriev(?:es?|ed|ing)|search(?:es|ed|ing)|enumerat(?:es?|ed|ing)|obtains?|obtained|extracts?|extracted|inspects?|steals?)\b.{0,80}\b(?:from |in |under |of |through )?(?:the |a |its )?(?:\w+ ){0,4}registry\b/i,
  ),
  tellOf(
    'T1087.002',
    'domain|active directory|ldap',
    /\b(?:enumerat|list|quer|dump|collect|gather|map|discover|recon\w*)\w*\b.{0,60}\b(?:domain (?:users?|accounts?|administrators?|controllers?)|Active Directory|AD objects|users? .{0,20}of the domain|LDAP)\b/i,
  ),
  tellOf(
    'T1018',
    'subnet|host|machine|server|device|domain controller|hosts|computers|systems|network',
    /\b(?:enumerat|list|discover|map|identif|scan|find|locat|ping|sweep)\w*\b.{0,60}\b(?:domain controllers?|(?:remote|other|internal|reachable|live|network|domain) (?:hosts?|systems?|computers?|machines?|servers?|devices?)|computers? of the domain|subnets?|every .{0,15}computer)\b/i,
  ),
  tellOf(
    'T1046',
    'scan',
    /\bscan(?:s|ned|ning)?\b.{0,60}\b(?:ports?|internal network|network|subnets?|IP ranges?|open (?:ports|telnet|SSH|RDP|services))\b/i,
  ),
  tellOf(
    'T1135',
    'share',
    /\b(?:enumerat|list|search|scan|discover|look|crawl|brows|map|find)\w*\b.{0,40}\b(?:network|SMB|shared|file|mapped) (?:shares?|drives?|folders?)\b/i,
  ),
  tellOf(
    'T1614.001',
    'language|keyboard|locale',
    /\b(?:check|determin|identif|quer|exit|terminat|verif|test|detect|avoid|compar|stop|abort|quit|end)\w*\b.{0,80}\b(?:(?:system|default|user|UI|OS)?\s?languages?|keyboard layouts?|keyboard is set|locale)\b|\bGet(?:KeyboardLayout|(?:System|User)Default(?:UI)?Lang\w*)/i,
  ),
  tellOf(
    'T1614',
    'geolocation|country|ip-api|ipinfo|location',
    /\bip-api\.com\b|\bipinfo\.io\b|\bgeo-?location\b.{0,40}\b(?:of|check|victim|data|information)|\b(?:collect|determin|check|obtain|get|retriev)\w*\b.{0,50}\b(?:geo-?location|country|location of the)\b/i,
  ),
  tellOf(
    'T1124',
    'time zone|timezone|system time|tick',
    /\b(?:collect|gather|get|check|obtain|retriev|quer|read)\w*\b.{0,50}\b(?:time ?zone|system (?:time|date)|local time|tick count|uptime)\b|\bGetTickCount/i,
  ),
  tellOf(
    'T1010',
    'window title|foreground window|active window',
    /\b(?:window titles?|foreground windows?|active windows?|titles? of (?:open |active )?windows?)\b|\bGetForegroundWindow\b/i,
  ),
  tellOf(
    'T1217',
    'history|bookmark',
    /\bbrows(?:er|ing) history\b|\bbookmarks?\b.{0,20}\b(?:stolen|collected|read)|\bbrowser bookmarks\b/i,
  ),
];
