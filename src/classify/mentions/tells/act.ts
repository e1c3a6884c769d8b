import { type Tell, tellOf } from './tell.ts';

const GOT = String.raw`\b(?:steal|stole|collect|gather|harvest|copi|copy|copies|exfiltrat|siphon|grab|upload|tak|took|search)\w*\b`;

/** What it did then: moved on, gathered, talked home, carried away, destroyed. */
export const ACT_TELLS: readonly Tell[] = [
  tellOf(
    'T1021.001',
    'rdp|remote desktop',
    /\b(?:over|via|through|using|by|with|used|abus\w+|leverag\w+|open\w*|start\w*|establish\w*)\b.{0,25}\b(?:RDP|Remote Desktop(?: Protocol)?)\b|\bRDP (?:sessions?|connections?|logons?|access|to|into)\b|\bRDP['’]?(?:e?d|ing)\b/i,
  ),
  tellOf(
    'T1021.004',
    'ssh',
    /\b(?:over|via|through|using|by|with)\b.{0,15}\bSSH\b(?! keys?)|\bSSH (?:sessions?|connections?|logins?|to|into|access|brute)\b/i,
  ),
  tellOf('T1021.005', 'vnc', /\b(?:over|via|through|using|by|hidden|reverse)\b.{0,15}\bh?VNC\b/i),
  tellOf(
    'T1021.002',
    'administrative share|smb|admin share',
    /\b(?:over|via|through|using|by)\b.{0,20}\bSMB\b|\badmin(?:istrative)? shares?\b|\blateral\w*\b.{0,50}\bSMB\b/i,
  ),
  tellOf(
    'T1570',
    'cop|transfer|push|distribut|spread|deploy',
    /\b(?:cop(?:y|ies|ied|ying)|transfer(?:s|red|ring)?|push(?:es|ed|ing)?|distribut(?:es|ed|ing)|deploy(?:s|ed|ing)?|propagat(?:es|ed|ing)|spread(?:s|ing)?)\b.{0,60}\b(?:to|onto|across|over|on)\b.{0,30}\b(?:(?:other|remote|additional|several|all|multiple|many|every|connected|adjacent|target|networked|\d{2,}) (?:\w+ )?(?:hosts?|machines?|servers?|systems?|computers?|endpoints?|workstations?|devices?)|(?:the )?(?:network|domain|environment|admin(?:istrative)? shares?|ADMIN\$|C\$|SMB))\b|\blateral(?:ly)? tool transfer/i,
  ),
  tellOf(
    'T1210',
    'remote service|lateral|ms17|cve-2017|cve-2020|romance|eternalblue|ms17-010|zerologon|bluekeep|smbghost|worm',
    /\b(?:EternalBlue|EternalRomance|MS17-010|Zerologon|BlueKeep|SMBGhost|CVE-2017-014[4-8]|CVE-2020-1472)\b|\bexploit\w*\b.{0,60}\b(?:to move laterally|remote services?|lateral movement)\b/i,
  ),
  tellOf('T1550.002', 'pass-the-hash|pass the hash|pth', /\bpass[- ]the[- ]hash\b|\bPtH\b/),
  tellOf('T1550.003', 'pass-the-ticket|pass the ticket', /\bpass[- ]the[- ]ticket\b/i),
  tellOf(
    'T1534',
    "internal phish|lateral phish|colleague|victim’s contacts|victim's contacts",
    /\b(?:internal|lateral) (?:spear-?)?phishing\b/i,
  ),
  tellOf(
    'T1005',
    'sensitive|file|document|data|source code|wallet|database',
    /\b(?:steal(?:s|ing)?|stole|stolen|exfiltrat(?:es?|ed|ing)|harvest(?:s|ed|ing)?|siphon(?:s|ed|ing)?|collect(?:s|ed|ing)?|gather(?:s|ed|ing)?|copies|copied|upload(?:s|ed|ing))\b.{0,40}\b(?:(?:the |all |their |its |specific |certain |interesting |any |sensitive |confidential |internal |local |user['’]?s? |victim['’]?s? )*(?:files?|documents?)\b(?! (?:sharing|hash|names?|server|containing|encryption))|sensitive (?:data|information) from|local data|data from (?:the |its |an? )?(?:\w+ )?(?:victims?|system|machine|host|computer|device|applications?|messag\w+|disk)|cryptocurrency wallets?|wallet files?|source code|databases?)\b(?!.{0,40}\b(?:endpoint|analy[sz]|researchers?|repository))/i,
  ),
  tellOf(
    'T1039',
    'file server|network share|shared drive',
    new RegExp(
      String.raw`${GOT}.{0,70}\b(?:file servers?|network (?:shares?|drives?)|shared (?:drives?|folders?))\b`,
      'i',
    ),
  ),
  tellOf(
    'T1213.002',
    'sharepoint|onedrive',
    new RegExp(
      String.raw`(?:${GOT}|\bdownload\w*\b).{0,60}\b(?:SharePoint|OneDrive)\b|\b(?:SharePoint|OneDrive)\b.{0,60}\b(?:search\w*|download\w*|copied|exfiltrat\w*)\b`,
      'i',
    ),
  ),
  tellOf(
    'T1114',
    'mail',
    /\b(?:steal|stole|exfiltrat|read|collect|harvest|access|download|search|copi)\w*\b.{0,30}\be-?mails?\b(?! address)/i,
  ),
  tellOf(
    'T1560',
    'archive|compress|zip',
    /\b(?:compress(?:es|ed|ing)?|archiv(?:es|ed|ing)|zip(?:s|ped|ping))\b.{0,60}\b(?:data|files?|documents?|loot|stolen|collected|before|prior|information|exfiltrat\w*)\b|\b(?:data|files?|documents?|information)\b.{0,40}\b(?:is|are|was|were|then) (?:then )?(?:compressed|archived|zipped)\b/i,
  ),
  tellOf(
    'T1560.001',
    'winrar|7-zip|7zip|rar|password',
    /\b(?:pack|archiv|compress|zip|bundl)\w*\b.{0,60}\b(?:with|using|by|via|into)\b.{0,30}\b(?:WinRAR|7-?Zip|7z|RAR)\b|\b(?:WinRAR|7-?Zip)\b.{0,50}\b(?:to|for) (?:compress|archiv|pack|stag|collect)\w*/i,
  ),
  tellOf(
    'T1074.001',
    'output|results|saved|written|stag|saved|stored',
    /\b(?:(?:staged|staging)\b.{0,40}\b(?:data|files|archives?|loot|information|exfiltrat\w*)|(?:data|files|archives?|loot|information|credentials|output|results|screenshots|keystrokes)\b.{0,25}\b(?:is|are|was|were|been) (?:then |later )?(?:staged|saved|stored|collected|written)\b.{0,40}\b(?:folder|director\w+|file|%\w+%|Temp|ProgramData))/i,
  ),
  tellOf('T1119', 'automat|script', /\bautomat(?:ed|ically)\b.{0,30}\b(?:collect|harvest|gather|search|exfiltrat)\w*/i),
  tellOf(
    'T1071.001',
    'http|web traffic|get request|post request|websocket|user-agent',
    /\b(?:commun\w+|beacon\w*|contact\w*|connect\w*|talk\w*|report\w*|check\w*|send\w*|sent|receiv\w*|request\w*|traffic|C2|C&C|command[- ]and[- ]control|exfiltrat\w*|poll\w*|post\w*|transmit\w*)\b.{0,80}\b(?:over|via|using|through|by|with|in|as|an?|uses?)\b.{0,15}\bHTTPS?\b|\bHTTPS?[ -](?:POST|GET|requests?|traffic|beacon\w*|based|C2|C&C|communication|protocol|PUT)\b|\b(?:GET|POST) requests?\b|\bWebSockets?\b|\bUser-Agent\b/i,
  ),
  tellOf(
    'T1071.004',
    'dns',
    /\bDNS[- ](?:tunnel\w*|C2|beacon\w*|based|over HTTPS|TXT|queries to)\b|\b(?:commun|exfiltrat|C2|tunnel|command)\w*\b.{0,40}\b(?:over|via|through|using)\b.{0,10}\bDNS\b/i,
  ),
  tellOf('T1071.003', 'smtp|imap', /\b(?:over|via|through|using|by)\b.{0,10}\b(?:SMTP|IMAP)\b/i),
  tellOf('T1071.002', 'ftp', /\b(?:over|via|through|using|by)\b.{0,10}\bS?FTP\b/i),
  tellOf(
    'T1095',
    'tcp|socket|icmp|udp',
    /\b(?:raw |custom |over |via |using |through |plain |binary )+(?:TCP|UDP|ICMP|sockets?)\b(?! ports?\b)|\bTCP (?:sockets?|connection|protocol|packets?)\b|\braw sockets?\b|\bICMP\b.{0,30}\b(?:tunnel|C2|commun|echo)|\b(?:via|over|through|using) a? ?sockets?\b/i,
  ),
  tellOf(
    'T1573.001',
    'rc4|aes|xor|chacha|blowfish|salsa|encrypt',
    /\b(?:RC4|AES(?:-?\d+)?|XOR\w*|ChaCha20|Blowfish|Salsa20|3?DES|Serpent)\b.{0,80}\b(?:traffic|communicat\w+|C2|C&C|command[- ]and[- ]control|network|beacons?|sent|transmi\w+|requests?|responses?|server|channel)\b|\b(?:traffic|communicat\w+|C2|C&C|beacons?|requests?|responses?|messages?|channel)\b.{0,60}\b(?:encrypted|encoded|enciphered)\b.{0,20}\b(?:with|using|by|via)\b.{0,20}\b(?:RC4|AES|XOR\w*|ChaCha20|Blowfish|Salsa20|3?DES)\b/i,
  ),
  tellOf(
    'T1573.002',
    'rsa|tls|ssl|curve25519|asymmetric',
    /\b(?:RSA|TLS|SSL|Curve25519|mTLS|asymmetric)\b.{0,60}\b(?:traffic|communicat\w+|C2|C&C|channel|handshake|session key)\b|\b(?:traffic|communicat\w+|C2|channel)\b.{0,60}\b(?:over|with|using|by|via)\b.{0,15}\b(?:RSA|TLS|SSL|mTLS)\b/i,
  ),
  tellOf(
    'T1132.001',
    'base64',
    /\bbase64\b.{0,60}\b(?:sent|send|transmit\w*|C2|requests?|communicat\w*|traffic|server|response|exfiltrat\w*)\b|\b(?:sent|send|transmit\w*|C2|requests?|communicat\w*|traffic|response)\b.{0,40}\bbase64\b/i,
  ),
  tellOf(
    'T1105',
    'receiv|obtain|grab|transfer|download|fetch|retriev|pull|drop|deliver|upload',
    /\b(?:download|fetch|retriev|pull|grab|obtain|receiv)\w*\b.{0,80}\b(?:payloads?|(?:second|next|third|final|later|further)[- ]stages?|additional|further (?:malware|tools?|payloads?)|malware|tools?|executables?|scripts?|binar(?:y|ies)|implants?|DLLs?|shellcode|loaders?|modules?|plugins?|installers?|miners?|backdoors?|archives?|encryptors?|ransomware|beacons?|XMRig|files? from|agents?)\b|\bdownload(?:s|ed|ing|er)? and (?:then )?(?:execut|run|install|launch|load|start)\w*|\b(?:drop|deliver)\w*\b.{0,40}\b(?:from|by contacting)\b.{0,20}\b(?:server|C2|URL|remote|internet|site|GitHub)\b|\btransfer\w*\b.{0,30}\b(?:tools|malware|payloads?)\b|\bdownloads? (?:it|them) again\b/i,
  ),
  tellOf(
    'T1090',
    'prox|socks',
    /\bSOCKS[45]?\b|\bproxy(?:chains)?\b.{0,30}\b(?:tools?|servers?|traffic|C2|malware|modules?|chains?|network|infected|utility)\b|\bproxychains\b|\b(?:residential|reverse|SOCKS\d?) prox(?:y|ies)\b|\bas (?:a )?prox(?:y|ies)\b|\bprox(?:ies|ied|ying) (?:traffic|connections?|through)/i,
  ),
  tellOf(
    'T1090.003',
    'tor |onion|.onion',
    /\b(?:over|via|through|using|by) (?:the )?Tor\b|\bTor (?:network|exit|hidden|nodes?|client|proxy)\b|\.onion\b.{0,40}\b(?:C2|server|contact|commun)/,
  ),
  tellOf('T1090.004', 'domain front', /\bdomain[- ]front\w*/i),
  tellOf(
    'T1572',
    'tunnel',
    /\btunnel(?:s|ed|ing|led|ling|ers?)?\b.{0,60}\b(?:traffic|tools?|RDP|SSH|connections?|through|over|into|to|utility|software|network)\b|\b(?:reverse|SSH|protocol) tunnel\w*/i,
  ),
  tellOf(
    'T1102',
    'telegram|discord|slack|github|pastebin|google drive|google docs|google sheets|dropbox|onedrive|trello|notion|twitter|youtube|steam|graph api',
    /\b(?:Telegram|Discord|Slack|GitHub|Pastebin|Google (?:Drive|Docs|Sheets|Calendar)|Dropbox|OneDrive|Trello|Notion|YouTube|Steam|(?:Microsoft )?Graph API)\b.{0,60}\b(?:C2|C&C|command[- ]and[- ]control|channel|bots?|API|webhooks?|payloads?|commands|dead[- ]drop)\b|\b(?:C2|C&C|command[- ]and[- ]control|payloads?|commands|exfiltrat\w*|dead[- ]drop|hosted)\b.{0,50}\b(?:via|through|over|using|on|from|as|to)\b.{0,20}\b(?:Telegram|Discord|Slack|GitHub|Pastebin|Google (?:Drive|Docs|Sheets)|Dropbox|OneDrive|Trello|Notion|YouTube|Steam)\b/i,
  ),
  tellOf('T1568.002', 'dga|domain generation', /\bDGA\b|\bdomain generation algorithm/i),
  tellOf('T1568', 'dynamic dns|duckdns|no-ip', /\bdynamic DNS\b|\bduckdns\b|\bno-ip\b/i),
  tellOf(
    'T1571',
    'non-standard|nonstandard|uncommon port|unusual port',
    /\b(?:non-?standard|uncommon|unusual|high) (?:TCP )?ports?\b/i,
  ),
  tellOf(
    'T1008',
    'backup|secondary|alternative|fallback|backup c2|backup server|fall back',
    /\b(?:fall-?back|backup|secondary|alternative) (?:C2|C&C|servers?|channels?|domains?|command)\b/i,
  ),
  tellOf(
    'T1041',
    'return|forward|leak|report|exfiltrat|sen|upload|post|transmit|transfer',
    /\b(?:exfiltrat|send|sent|upload|post|transmit|transfer|report|return|forward|leak)\w*\b.{0,110}\b(?:to|back to|over|through|via|towards)\b.{0,35}\b(?:C2|C&C|C and C|command[- ]and[- ]control|control servers?|attackers?['’]?s? (?:\w+ )?servers?|\S+\[\.\]\S+|(?:their|its|his|remote|actor-controlled|attacker-controlled|attacker-owned|adversary\S*|external) (?:\w+ )?servers?|hxxps?|the attackers?|the operators?|threat actors?)\b/i,
  ),
  tellOf(
    'T1567',
    'webhook|telegram|discord|file sharing|gofile|transfer.sh|anonfiles|file-sharing|pastebin',
    /\b(?:exfiltrat\w*|sends?|sent|uploads?|uploaded|posts?|posted|transmit\w*|transfer\w*)\b.{0,80}\b(?:webhooks?|Telegram|Discord|gofile\S*|transfer\.sh|anonfiles|file[- ]sharing|Pastebin)\b/i,
  ),
  tellOf(
    'T1567.002',
    'mega|dropbox|google drive|onedrive|cloud storage|s3 |backblaze|wasabi|azure blob|cloud',
    /\b(?:exfiltrat|send|sent|upload|transmit|transfer|copi|mov)\w*\b.{0,80}\b(?:to|into|over|using|via)\b.{0,20}\b(?:Mega(?:\.nz)?|Dropbox|Google Drive|OneDrive|pCloud|Backblaze|Wasabi|cloud storage|S3 buckets?|Azure (?:Blob|storage))\b/i,
  ),
  tellOf(
    'T1048',
    'smb|ftp|scp|winscp',
    /\b(?:exfiltrat|send|sent|upload|transmit|transfer|copi)\w*\b.{0,80}\b(?:over|via|to an?|using|through|by|controlled)\b.{0,15}\b(?:S?FTP|SCP|WinSCP|FileZilla|SMB)\b/i,
  ),
  tellOf(
    'T1056.003',
    'page|form|javascript|skimmer|checkout|portal',
    /\binject\w*\b.{0,40}\b(?:JavaScript|script|code|form|iframe)\b.{0,50}\b(?:log-?in|payment|checkout|sign-?in)\b|\b(?:card|web|payment) skimm\w+|\b(?:log|record|captur|cop|harvest|steal)\w*\b.{0,60}\b(?:log-?in|payment|checkout|web) (?:pages?|forms?|portals?)\b/i,
  ),
  tellOf(
    'T1052.001',
    'usb|removable|flash drive',
    /\b(?:copied|copies|copy|exfiltrat\w*|moved|transferred|saved)\b.{0,80}\bto\b.{0,40}\b(?:USB|removable|flash drives?|external (?:drives?|disks?))\b/i,
  ),
  tellOf(
    'T1048',
    'leave|left|flow',
    /\b(?:archives?|data|files|documents)\b.{0,20}\b(?:leaves?|left|flow(?:s|ed)?|went)\b.{0,20}\b(?:for|to|towards)\b.{0,20}(?:\d+\.\d+|\S+\[\.\])/i,
  ),
  tellOf(
    'T1486',
    'encrypt|ransom|unreadable|unusable|locked',
    /\b(?:encrypt(?:s|ed|ing)?|lock(?:s|ed))\b.{0,40}\b(?:files?|servers?|systems?|hosts?|machines|virtual machines|data|network|drives?|computers|workstations|backups?)\b|\b(?:servers?|files|systems|machines|computers)\b.{0,20}\b(?:unusable|unreadable)\b|\b(?:start|began|let|unleash|launch|trigger)\w*\b.{0,20}\bencryption\b|\battackers? locked\b|\bransom(?:ware)? notes?\b|\bencryptors?\b|\b(?:deploy|drop|execut|launch|run|releas)\w*\b.{0,30}\bransomware\b/i,
  ),
  tellOf(
    'T1490',
    'shadow cop|backup|recovery|snapshot|restore|veeam',
    /\bshadow copies\b|\b(?:delet|destroy|wip|remov|eras|encrypt|disabl)\w*\b.{0,40}\b(?:backups?|recovery (?:options?|partition|points?|mode)|snapshots?|restore points?)\b|\b(?:backups?|snapshots?|restore points?|(?:Veeam|backup) repositor(?:y|ies))\b.{0,40}\b(?:were|was|had been) (?:deleted|destroyed|wiped|removed|erased)\b/i,
  ),
  tellOf(
    'T1489',
    'ends |ended|power|stop|kill|terminat|shut down|power',
    /\b(?:stop(?:s|ped|ping)?|kill(?:s|ed|ing)?|terminat(?:es|ed|ing)|shut(?:s|ting)? down|power(?:s|ed) off|end(?:s|ed))\b.{0,60}\b(?:services|processes|virtual machines|VMs|databases)\b/i,
  ),
  tellOf(
    'T1485',
    'delet|wip|destroy|eras|overwrit|empt',
    /\b(?:delet|destroy|eras|overwr(?:it|ot)|wip|empt(?:y|i|ie))\w*\b.{0,50}\b(?:all (?:\d+ )?(?:\w+ ){0,2}(?:servers?|virtual machines?|VMs|files?|data|databases?|volumes?|repositor\w+|disks?|backups?)|\d{2,} (?:\w+ ){0,2}(?:servers?|virtual machines?|VMs|databases?|repositor\w+|hosts?|computers?|systems)|the (?:buckets?|databases?|data|disks?|servers?|virtual machines)|production \w+|victim\S* (?:data|files|systems))\b|\bwipers?\b/i,
  ),
  tellOf(
    'T1561',
    'master boot|mbr|raw disk|physical drive',
    /\b(?:overwr|wip|corrupt|destroy|eras|writ)\w*\b.{0,50}\b(?:master boot record|MBR|boot sector|raw disks?|physical ?drives?|partition tables?|MFT)\b/i,
  ),
  tellOf('T1491', 'deface', /\bdefac(?:ed|es|ing|ement)\b/i),
  tellOf(
    'T1498',
    'ddos|denial of service|denial-of-service|flood',
    /\bDDoS\b|\bdistributed denial[- ]of[- ]service\b|\b(?:UDP|TCP|SYN|HTTP|ICMP)[- ]?floods?\b/i,
  ),
  tellOf(
    'T1531',
    'password|locked out|account',
    /\b(?:chang|reset)\w*\b.{0,30}\b(?:passwords?|credentials)\b.{0,60}\b(?:lock\w* out|so that|administrators|all (?:users|accounts)|staff)\b|\b(?:staff|users|administrators|owners) (?:was|were|is|are) locked out\b/i,
  ),
  tellOf(
    'T1657',
    'business e|dollar|euro|bitcoin|monero|ransom|extort|fraud|money|funds|payment|bank details|invoice|wallet|crypto',
    /\bextort\w*|\basks? for\b.{0,40}\b(?:dollars|euros|pounds|bitcoins?|Monero|ransom)\b|\bdemand(?:s|ed|ing)?\b.{0,30}\b(?:ransom|payment|bitcoin|money)\b|\b(?:stole|steal|drain|divert|siphon|transfer|empt)\w*\b.{0,40}\b(?:money|funds|payments?|cryptocurrenc\w+|crypto(?: assets)?|bitcoins?|wallets?)\b|\bnew bank details\b|\b(?:wire|invoice|payment|bank) fraud\b|\bbusiness e-?mail compromise\b/i,
  ),
  tellOf(
    'T1496.002',
    'sells|sell |rents|rent |residential prox|proxyware|bandwidth',
    /\bproxyware\b|\b(?:sell|rent)s?\b.{0,30}\b(?:access|bandwidth|addresses)\b.{0,30}\b(?:prox|residential)/i,
  ),
  tellOf(
    'T1583.001',
    'register|domain',
    /\b(?:attackers?|actors?|group|operators?|they|adversar\w+|campaign)\b.{0,50}\bregister(?:s|ed|ing)?\b.{0,40}\bdomains?\b|\bdomains? (?:was|were) registered\b|\blook-?alike domains?\b|\btyposquat\w*\b.{0,20}\bdomains?\b/i,
  ),
  tellOf(
    'T1595',
    'scan',
    /\b(?:scan|probe)\w*\b.{0,40}\b(?:the internet|for (?:devices|servers|hosts|systems|vulnerable|exposed|open|unpatched))\b/i,
  ),
];
