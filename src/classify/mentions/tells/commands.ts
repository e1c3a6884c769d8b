import { type Tell, tell } from './tell.ts';

/** Commands and programs of Windows, as reports quote them. */
const WINDOWS: readonly Tell[] = [
  tell('T1059.003', 'comspec|cmd', /\bcmd(?:\.exe)?["”']?\s+\/[a-z]\b|%comspec%/i),
  tell(
    'T1027.010 T1059.001',
    ' -e',
    /\b(?:powershell|pwsh)\b.{0,120}\s-e(?:nc?(?:odedcommand)?|c)?\s+["']?[A-Za-z0-9+/=]{12}/i,
  ),
  tell(
    'T1059.001',
    'new-object|new-item|remove-|invoke-|iex|-nop|downloadstring|get-|set-mp|add-mp',
    /\bInvoke-\w{3,}|\bIEX\b|\s-nop\b|\bDownloadString\b|\b(?:Get|Set|Add|New|Remove)-(?:Mp|Ad|Net|Local|Scheduled|Item|Wmi|Cim|Process|Service|Object)\w*/i,
  ),
  tell('T1564.003', ' -w 1|sw_hide|hidden', /\s-w(?:indow(?:style)?)?\s+(?:hidden|1)\b|\bSW_HIDE\b/i),
  tell(
    'T1105',
    'downloaddata|certutil|bitsadmin|bitstransfer|invoke-webrequest|iwr|downloadfile|downloadstring|urldownloadtofile|curl|wget|desktopimgdownldr',
    /\bcertutil\b.{0,40}-(?:urlcache|verifyctl|url)\b|\bbitsadmin\b.{0,40}\/(?:transfer|addfile)|\bStart-BitsTransfer\b|\b(?:Invoke-WebRequest|iwr)\b|\bDownload(?:File|String|Data)\b|\bURLDownloadToFile|\b(?:curl|wget)(?:\.exe)?\s+(?:-{1,2}[\w-]+[\s=]\S*\s*){0,6}["']?(?:h(?:tt|xx)ps?|ftp|\d{1,3}\.|\$)/i,
  ),
  tell('T1197', 'bits', /\bbitsadmin\b|\bStart-BitsTransfer\b/i),
  tell(
    'T1140',
    'certutil|base64 |expand |openssl',
    /\bcertutil\b.{0,30}-decode|\bbase64\s+(?:-d|-D|--decode)\b|\bFromBase64String\b|\bopenssl\s+(?:enc|aes\S*)\s.{0,20}-d\b/i,
  ),
  tell('T1053.005', 'schtasks|scheduledtask', /\bschtasks\b|\b(?:New|Register)-ScheduledTask/i),
  tell(
    'T1543.003',
    'sc |sc.exe|new-service|7045',
    /\bsc(?:\.exe)?\s+(?:\\\\\S+\s+)?(?:create|config)\b|\bNew-Service\b|\bCreateService[AW]?\b|\bevent (?:id )?(?:7045|4697)\b/i,
  ),
  tell(
    'T1569.002',
    'sc |sc.exe|psexe|startservice|paexec|7045',
    /\bsc(?:\.exe)?\s+(?:\\\\\S+\s+)?start\b|\bpsexe(?:c|svc)\w*|\bpaexec\b|\bStartService[AW]?\b/i,
  ),
  tell(
    'T1021.002',
    'psexe|paexec|smbexec|admin$|\\c$| c$|net use|smbclient',
    /\bpsexe(?:c|svc)\w*|\bpaexec\b|\bsmbexec\b|\\(?:admin|[a-z])\$|\bnet use \S*\s*\\\\|\bsmbclient\b/i,
  ),
  tell(
    'T1047',
    'win32_process|windows management|wmi',
    /\bwmic(?:\.exe)?\b|\bwmiexec\b|\bInvoke-WmiMethod\b|\bWin32_Process\b|\bwmiprvse\b/i,
  ),
  tell(
    'T1021.006',
    'winrm|winrs|pssession|-computername|wsman',
    /\bevil-winrm\b|\bwinrs\b|\b(?:Enter|New)-PSSession\b|\bInvoke-Command\b.{0,40}-ComputerName|\bwsmprovhost\b/i,
  ),
  tell('T1218.011', 'rundll32', /\brundll32(?:\.exe)?\b.{0,120}[,#]/i),
  tell('T1218.010', 'regsvr32', /\bregsvr32(?:\.exe)?\s+[/-]|\bscrobj\.dll/i),
  tell('T1218.005', 'mshta', /\bmshta(?:\.exe)?\b/i),
  tell('T1218.007', 'msiexec', /\bmsiexec(?:\.exe)?\s+[/-]/i),
  tell('T1218.003', 'cmstp', /\bcmstp(?:\.exe)?\b/i),
  tell('T1218.004', 'installutil', /\binstallutil(?:\.exe)?\b/i),
  tell('T1218.008', 'odbcconf', /\bodbcconf(?:\.exe)?\b/i),
  tell('T1218.009', 'regasm|regsvcs', /\breg(?:asm|svcs)(?:\.exe)?\b/i),
  tell('T1218.001', 'chm|hh.exe', /\bhh\.exe\b|\.chm\b|\bcompiled HTML help/i),
  tell('T1127.001', 'msbuild', /\bmsbuild(?:\.exe)?\b/i),
  tell('T1202', 'forfiles|pcalua|conhost', /\b(?:forfiles|pcalua)(?:\.exe)?\s|\bconhost(?:\.exe)? --headless/i),
  tell('T1220', 'xsl', /\.xsl\b.{0,60}\b(?:wmic|msxsl)\b|\b(?:wmic|msxsl)\b.{0,80}\.xsl\b/i),
  tell(
    'T1059.005',
    'vba|wscript|cscript|.vbs|.vbe|macro',
    /\b[wc]script(?:\.exe)?\b.{0,80}\.vb[se]\b|\.vb[se]\b.{0,40}\b(?:script|file|download|run|execut)|\bVBA?\b.{0,20}\b(?:macros?|code|scripts?)\b/i,
  ),
  tell(
    'T1059.007',
    '.js|jscript|javascript|node ',
    /\b[wc]script(?:\.exe)?\b.{0,80}\.jse?\b|\bJScript\b|\bnode(?:\.exe)?\s+["']?[\w./\\-]+\.js\b|\b(?:malicious|obfuscated|embedded|encoded) (?:JavaScript|JS)\b|\bJavaScript (?:file|code|payload|downloader|loader|malware|dropper|backdoor|stealer)/i,
  ),
  tell('T1059.010', 'autoit|autohotkey', /\bAutoIT\d?\b|\bAutoHotKey\b/i),
  tell('T1059.011', 'lua', /\bLua\b (?:scripts?|code|interpreter|bytecode|module|loader)/i),
  tell(
    'T1136.001',
    'net|new-localuser|useradd|adduser|4720',
    /\bnet1?(?:\.exe)?\s+user\s+(?!.{0,60}\/domain)\S+\s.{0,40}\/add\b|\bnet1?(?:\.exe)?\s+user\s+\S+\s+\S+[!.?]?$|\bNew-LocalUser\b|\b(?:useradd|adduser)\s+-?\w/i,
  ),
  tell(
    'T1136.002',
    'net|new-aduser',
    /\bnet1?(?:\.exe)?\s+user\s.{0,60}\/add\s.{0,20}\/domain|\bNew-ADUser\b|\bnet1?(?:\.exe)?\s+user\s.{0,40}\/domain\s.{0,20}\/add/i,
  ),
  tell(
    'T1098.007',
    'localgroup|net group|add-localgroup|add-adgroup|usermod',
    /\bnet1?(?:\.exe)?\s+(?:local)?group\s.{0,80}\/add\b|\bAdd-(?:LocalGroupMember|ADGroupMember)\b|\busermod\b.{0,30}\b(?:sudo|wheel)\b/i,
  ),
  tell(
    'T1003.001',
    'lsass|minidump|sekurlsa|procdump|comsvcs',
    /\b(?:comsvcs(?:\.dll)?.{0,12}(?:MiniDump|#\+?0*24)|sekurlsa|procdump\S*.{0,40}lsass|lsass.{0,60}procdump)|\blsass\.dmp\b/i,
  ),
  tell(
    'T1003.002',
    'reg|sam',
    /\breg(?:\.exe)?\s+save\s+["']?(?:HKLM|HKEY_LOCAL_MACHINE)\\(?:SAM|SYSTEM|SECURITY)\b|\blsadump::sam\b|\bsecretsdump\b|\bsam(?:,| and)? (?:system|security)(?: and \w+)? (?:registry )?hives?\b/i,
  ),
  tell('T1003.003', 'ntds', /\bntdsutil\b|\bntds\.dit\b/i),
  tell(
    'T1003.006',
    'dcsync|replication',
    /\bdcsync\b|\bDS-Replication-Get-Changes|\bDirectory replication from\b|\bGetNCChanges\b/i,
  ),
  tell('T1003.008', 'shadow', /\/etc\/shadow\b/i),
  tell('T1558.003', 'kerberoast|getuserspns|0x17', /\bkerberoast|\bGetUserSPNs\b|\b4769\b.{0,60}\b0x17\b/i),
  tell('T1558.004', 'asreproast|getnpusers|as-rep', /\basreproast|\bGetNPUsers\b|\bAS-REP roast/i),
  tell('T1555.004', 'vaultcmd|cmdkey', /\bvaultcmd\b|\bcmdkey\b\s*\/list/i),
  tell('T1033', 'whoami|quser|query user', /\bwhoami\b|\bquser\b|\bquery user\b/i),
  tell(
    'T1082',
    'systeminfo|uname|sw_vers|lscpu',
    /\bsysteminfo(?:\.exe)?\b|\buname\b(?=\s+-|[`"”',)])|\bsw_vers\b|\bsystem_profiler\b/i,
  ),
  tell(
    'T1016',
    'ipconfig|ifconfig|arp|route print|nbtstat|getadaptersinfo|netsh int',
    /\bipconfig\b|\bifconfig\b|\barp(?:\.exe)? -a\b|\broute print\b|\bnbtstat\b|\bGetAdapters(?:Info|Addresses)\b/i,
  ),
  tell('T1049', 'netstat|net session|get-nettcp', /\bnetstat\b|\bnet sessions?\b|\bGet-NetTCPConnection\b/i),
  tell(
    'T1057',
    'tasklist|get-process|ps aux|ps -e|toolhelp|process32|enumprocesses',
    /\btasklist\b|\bGet-Process\b|\bps (?:-?aux|-ef)\b|\bCreateToolhelp32Snapshot\b|\bProcess32(?:First|Next)|\bEnumProcesses\b/i,
  ),
  tell(
    'T1007',
    'sc query|net start|get-service|tasklist /svc|enumservices|systemctl list',
    /\bsc(?:\.exe)? query(?:ex)?\b|\bnet start["”']?$|\bGet-Service\b|\btasklist \/svc|\bEnumServicesStatus/i,
  ),
  tell(
    'T1083',
    'dir|ls -|findfirstfile|findnextfile|find /|tree',
    /\bdir(?:\s+["']?[A-Z]:\\\S*|\s+\/[abos])|\bls -\w|\bFind(?:First|Next)File|\bfind \/\S* -(?:name|type|iname)\b|\btree \/[af]/i,
  ),
  tell(
    'T1087.002',
    'net user|net group|dsquery|get-aduser|adfind|get-domainuser|ldapsearch|sharphound|bloodhound',
    /\bnet1? (?:user|group)\b.{0,60}\/dom(?:ain)?\b|\bdsquery user|\bGet-(?:AD|Domain)User\b|\badfind\b|\bldapsearch\b|\b(?:sharp|blood)hound\b/i,
  ),
  tell(
    'T1069.002',
    'net group|domain admins|get-adgroup|get-domaingroup|sharphound|bloodhound',
    /\bnet1? group\b.{0,60}\/dom(?:ain)?\b|\bnet1? group ["“']|\bGet-(?:AD|Domain)Group|\b(?:sharp|blood)hound\b/i,
  ),
  tell(
    'T1087.001',
    'net user|get-localuser|/etc/passwd',
    /\bnet1? users?(?=\s*(?:["”',;.)&|>]|$|and\b))|\bGet-LocalUser\b|\b(?:cat|read\w*) \/etc\/passwd\b/i,
  ),
  tell('T1069.001', 'localgroup', /\bnet1?(?:\.exe)? localgroup\b(?!.{0,60}\/add)/i),
  tell(
    'T1018',
    'net view|nltest|adfind|get-adcomputer|dsquery|ping|nslookup|network scanner|ip scanner',
    /\bnet view\b|\bnltest\b.{0,20}\/dclist|\badfind\b.{0,80}\bcomputer|\bGet-(?:AD|Domain)Computer\b|\bdsquery computer|\b(?:SoftPerfect|Advanced IP Scanner|Angry IP)\b|\bping(?:\.exe)? -n 1\b/i,
  ),
  tell('T1482', 'trust', /\bnltest\b.{0,30}trusts|\bGet-(?:AD|Domain)Trust\b|\bdomain_trusts\b|\btrustdmp\b/i),
  tell(
    'T1135',
    'net view|net share|share',
    /\bnet share\b|\bnet view \\\\|\bInvoke-ShareFinder\b|\bNetShareEnum\b|\bsnaffler\b/i,
  ),
  tell(
    'T1046',
    'nmap|masscan|port scan|portscan|ip scanner|network scanner|netscan|fscan|rustscan',
    /\b(?:nmap|masscan|netscan|fscan|rustscan|zmap)\b|\bport[- ]?scan\w*|\bAdvanced (?:IP|Port) Scanner\b|\bSoftPerfect\b|\bAngry IP\b/i,
  ),
  tell(
    'T1012',
    'reg query|regqueryvalue|get-itemproperty|regopenkey',
    /\breg(?:\.exe)? query\b|\bRegQueryValue|\bGet-ItemProperty(?:Value)?\b|\bRegEnum(?:Key|Value)/i,
  ),
  tell(
    'T1112',
    'reg add|reg delete|regsetvalue|set-itemproperty|new-itemproperty|reg.exe add',
    /\breg(?:\.exe)? (?:add|delete|import)\b|\bRegSetValue|\b(?:Set|New)-ItemProperty\b/i,
  ),
  tell('T1124', 'net time|w32tm|getsystemtime|getlocaltime', /\bnet time\b|\bw32tm\b|\bGet(?:System|Local)Time\b/i),
  tell('T1615', 'gpresult', /\bgpresult\b/i),
  tell('T1201', 'net accounts', /\bnet accounts\b/i),
  tell('T1654', 'wevtutil qe|get-winevent|get-eventlog', /\bwevtutil (?:qe|query)|\bGet-(?:WinEvent|EventLog)\b/i),
  tell(
    'T1685.005',
    'wevtutil|clear-eventlog|1102',
    /\bwevtutil(?:\.exe)? (?:cl|clear-log)\b|\bClear-EventLog\b|\bevent (?:id )?1102\b/i,
  ),
  tell(
    'T1685',
    'mppreference|disablerealtime|disableantispyware|disableantivirus|windefend',
    /\b(?:Set|Add)-MpPreference\b|\bDisable(?:RealtimeMonitoring|AntiSpyware|AntiVirus|BehaviorMonitoring|IOAVProtection)\b|\bsc(?:\.exe)? (?:stop|config|delete) ["']?(?:WinDefend|Sense)\b/i,
  ),
  tell('T1686.003', 'netsh', /\bnetsh (?:adv)?firewall\b/i),
  tell(
    'T1490',
    'vssadmin|wbadmin|bcdedit|shadowcopy|win32_shadowcopy',
    /\bvssadmin\b.{0,20}\b(?:delete|resize)|\bwbadmin\b.{0,20}\bdelete|\bbcdedit\b.{0,60}\b(?:recoveryenabled|bootstatuspolicy)|\bshadowcopy\b.{0,20}\bdelete|\bWin32_Shadowcopy\b/i,
  ),
  tell('T1688', 'safeboot', /\bbcdedit\b.{0,60}\bsafeboot\b/i),
  tell(
    'T1489',
    'net stop|sc stop|taskkill|stop-service',
    /\bnet stop\b|\bsc(?:\.exe)? stop\b|\btaskkill(?:\.exe)? \/|\bStop-Service\b/i,
  ),
  tell('T1529', 'shutdown|restart-computer', /\bshutdown(?:\.exe)? [/-][rsf]\b|\bRestart-Computer\b/i),
  tell(
    'T1560.001',
    'rar|7z |7z.|7za|7zr|zip|compress-archive|tar |makecab',
    /\b(?:win)?rar(?:\.exe)?\s+a\b|\b7z[ar]?(?:\.exe)?\s+a\b|\bCompress-Archive\b|\bzip -[a-zP0-9]+\b|\btar -?c\w{0,4}\b|\bmakecab\b/i,
  ),
  tell('T1222.001', 'icacls|takeown|cacls', /\bicacls\b|\btakeown\b/i),
  tell('T1564.001', 'attrib', /\battrib(?:\.exe)?\b.{0,10}\+[hs]\b/i),
  tell(
    'T1070.004',
    'del |erase |rm -|sdelete|ping',
    /\bdel\b(?:\s+\/[fsqa]\b)+|\bsdelete\b|\brm -r?f\b|\bRemove-Item\b/i,
  ),
  tell('T1070.006', 'timestomp|touch -', /\btimestomp|\btouch -[a-z]*[rt]\b|\bSetFileTime\b/i),
  tell('T1567.002', 'rclone|megasync|megacmd|megatools|s3 cp|s3 sync', /\brclone\b|\bMEGA(?:sync|cmd|tools)\b/i),
  tell('T1048', 'winscp|filezilla|pscp', /\b(?:winscp|filezilla|pscp)\b/i),
  tell(
    'T1572',
    'ngrok|chisel|cloudflared|ligolo|plink|frpc|stunnel|gost|rathole|ssh -|dnscat|iodine',
    /\b(?:ngrok|chisel|cloudflared|ligolo(?:-ng)?|plink|frpc|stunnel|gost|rathole)\b|\bssh -\w*[RLDN]\b/i,
  ),
  tell(
    'T1219',
    'anydesk|teamviewer|screenconnect|connectwise|atera|splashtop|rustdesk|netsupport|logmein|simplehelp|meshagent|meshcentral|bomgar|action1|syncro|supremo|ultraviewer|tactical rmm|remote utilities|dwagent|zoho assist|radmin|dameware|level.io|kaseya|n-able|pdq connect|ninjarmm|gotoassist|fleetdeck|ammyy|tight ?vnc',
    /\b(?:AnyDesk|TeamViewer|ScreenConnect|ConnectWise Control|Atera|Splashtop|RustDesk|NetSupport|LogMeIn|SimpleHelp|Mesh ?(?:Agent|Central)|Bomgar|Action1|Syncro|Supremo|UltraViewer|Tactical ?RMM|Remote Utilities|DWAgent|Zoho Assist|Radmin|DameWare|PDQ Connect|NinjaRMM|GoToAssist|FleetDeck|Ammyy)\b/i,
  ),
];

/** Commands, files and folders of Linux, macOS, containers and hypervisors. */
const UNIX: readonly Tell[] = [
  tell(
    'T1059.004',
    'bash|/sh|sh -c|sh -i|ash|shell| sh',
    /\|\s*(?:sudo )?(?:ba|z|da)?sh\b|\b(?:ba|z)?sh -[ci]\b|\/bin\/(?:ba|z|da)?sh\b|\b(?:bash|shell) (?:script|command|one-liner)s?\b/i,
  ),
  tell('T1059.002', 'osascript|applescript', /\bosascript\b|\bAppleScripts?\b/i),
  tell(
    'T1059.006',
    'python',
    /\bpython[23]?(?:\.exe)? (?:-c|-m|[\w./\\-]+\.py)\b|\bPython(?:-based)? (?:scripts?|loader|backdoor|malware|stealer|implant|code|payload|RAT|downloader|dropper)\b/i,
  ),
  tell('T1053.003', 'cron|* * *', /\bcron(?:tab|jobs?|\.d)?\b|\/var\/spool\/cron\b|(?:^|\s)\*\/\d{1,2} \* \* \* \*/i),
  tell('T1053.006', 'timer', /\bsystemd timers?\b|\.timer\b/i),
  tell(
    'T1543.002',
    'systemd|systemctl|.service',
    /\/etc\/systemd\/|\bsystemctl (?:enable|start|daemon-reload)\b|\bsystemd (?:service|unit)s?\b/i,
  ),
  tell('T1543.001', 'launchagent', /\/LaunchAgents\b|\bLaunchAgents?\b/),
  tell('T1543.004', 'launchdaemon', /\/LaunchDaemons\b|\bLaunchDaemons?\b/),
  tell(
    'T1546.004',
    'bashrc|bash_profile|.profile|zshrc|/etc/profile',
    /(?:~|\/home\/\S+|\/root)?\/?\.(?:bashrc|bash_profile|profile|zshrc|zshenv)\b|\/etc\/profile\b/i,
  ),
  tell('T1037.004', 'rc.local', /\/etc\/rc\.local\b|\brc\.local\b/i),
  tell('T1574.006', 'ld.so.preload|ld_preload', /\/etc\/ld\.so\.preload\b|\bLD_PRELOAD\b/i),
  tell(
    'T1547.006',
    'insmod|modprobe|kernel module|.ko',
    /\binsmod\b|\bmodprobe\b|\b(?:loadable|rogue|malicious) kernel modules?\b|\bLKM (?:rootkit|module)/i,
  ),
  tell('T1556.003', 'pam', /\bpam_\w+\.so\b|\bPAM (?:module|backdoor)/i),
  tell('T1098.004', 'authorized_keys', /\bauthorized_keys\b/i),
  tell('T1548.001', 'setuid|suid|chmod', /\bset?uid (?:bit|binary)|\bchmod (?:u?\+s|[24]7\d\d)\b/i),
  tell('T1548.003', 'sudoers', /\/etc\/sudoers\b|\bNOPASSWD\b/i),
  tell('T1222.002', 'chmod|chattr', /\bchmod (?:\+x|a\+x|[0-7]{3,4})\b|\bchattr [+-]i\b/i),
  tell('T1070.003', 'history|histfile', /\bhistory -c\b|\bHISTFILE\b|\.bash_history\b|\bHISTSIZE\b/i),
  tell('T1685.006', '/var/log', /\b(?:rm|cleared?|deleted?|wiped?|truncate|emptied|>)\b.{0,40}\/var\/log\//i),
  tell(
    'T1496.001',
    'xmrig|minerd|mining|miner|monero|cryptojack',
    /\bxmrig\b|\bminerd\b|\b(?:mining|Monero|stratum) pool\b|\bstratum\+tcp\b|\bcrypto(?:currency)?[- ]?(?:miner|mining|jack\w+)\b|\bcoin ?miners?\b|\b(?:Monero|XMR) min(?:er|ing)\b/i,
  ),
  tell(
    'T1555.001',
    'keychain',
    /\b(?:security (?:find-generic-password|dump-keychain)|login\.keychain|(?:steal|dump|read|copi|access|extract|collect|harvest)\w* .{0,40}keychain)/i,
  ),
  tell('T1553.001', 'xattr|quarantine|gatekeeper', /\bxattr -[a-z]|\bcom\.apple\.quarantine\b/i),
  tell(
    'T1609',
    'kubectl exec|docker exec|pod',
    /\b(?:kubectl|docker|crictl) exec\b|\b(?:shell|command)s? (?:in|inside|into) (?:a|the|every|each) (?:pod|container)/i,
  ),
  tell(
    'T1610',
    'docker run|kubectl|daemonset|privileged',
    /\bdocker run\b|\bkubectl (?:apply|create|run)\b|\b(?:deploy|start|creat|launch|schedul)\w* .{0,30}\b(?:privileged|malicious|rogue) (?:pods?|containers?)|\bDaemonSets?\b/i,
  ),
  tell(
    'T1611',
    'nsenter|escape|hostpath|chroot /host',
    /\bnsenter\b|\bescap\w+ .{0,30}\b(?:containers?|pods?|to the (?:host|node))|\bhostPath\b|\bchroot \/(?:host|mnt)\b/i,
  ),
  tell('T1613', 'kubectl get|docker ps', /\bkubectl get\b|\bdocker ps\b/i),
  tell('T1675 T1059.012', 'esxcli|vim-cmd', /\besxcli\b|\bvim-cmd\b/i),
  tell(
    'T1505.003',
    'china chopper|behinder|antsword|regeorg|.aspx|.ashx|.jsp|.php|web shell|webshell',
    /\b(?:China Chopper|Behinder|AntSword|reGeorg)\b|\bweb ?shells?\b|\b(?:writ|wrote|drop|upload|plant|plac|creat|left)\w*\b.{0,80}\.(?:aspx|ashx|jspx?|php)\b/i,
  ),
];

/** What a log records of Windows and of cloud services: event numbers, calls of an interface. */
const CALLS: readonly Tell[] = [
  tell('T1136.003', 'createuser|new-mguser', /\bCreateUser\b|\bNew-(?:Mg|AzureAD)User\b|\biam create-user\b/),
  tell(
    'T1098.001',
    'createaccesskey|serviceprincipal|createserviceaccountkey|passwordcredential',
    /\bCreateAccessKey\b|\bcreate-access-key\b|\bCreateServiceAccountKey\b|\bAdd service principal credentials\b|\bAdd-MgServicePrincipalPassword\b/i,
  ),
  tell(
    'T1098.003',
    'global admin|administrator| role|attachuserpolicy|attachrolepolicy|putuserpolicy|addmembertorole|setiampolicy|updateassumerolepolicy',
    /\b(?:grant|assign|gave|give|elevat|promot)\w*\b.{0,50}\b(?:(?:Global|Privileged|Application|Exchange|User) Administrator|(?:admin\w*|privileged|Owner|Contributor) roles?|roles? of|cloud roles?)\b|\b(?:Attach(?:User|Role|Group)Policy|Put(?:User|Role)Policy|SetIamPolicy|UpdateAssumeRolePolicy|Add member to role)\b/i,
  ),
  tell(
    'T1685.002',
    'stoplogging|deletetrail|deletedetector|updatedetector|guardduty|cloudtrail|deleteflowlogs|adminauditlog',
    /\b(?:StopLogging|DeleteTrail|UpdateTrail|PutEventSelectors|DeleteDetector|UpdateDetector|DeleteFlowLogs)\b|\b(?:GuardDuty|CloudTrail|audit log\w*)\b.{0,60}\b(?:deleted|disabled|turned off|switched off|stopped|suspended)\b|\b(?:delet|disabl|stopp?|turn\w* off|switch\w* off|suspend)\w*\b.{0,40}\b(?:GuardDuty|CloudTrail|flow logs?)\b/i,
  ),
  tell(
    'T1580',
    'describeinstances|listbuckets|describedb|describesnapshots|describevpcs',
    /\b(?:DescribeInstances|ListBuckets|DescribeDBInstances|DescribeSnapshots|DescribeVpcs|DescribeVolumes)\b/i,
  ),
  tell(
    'T1526',
    'listfunctions|getcaller|listservices|getaccount',
    /\b(?:ListFunctions|ListServices|GetAccountSummary|ListFoundationModels)\b/i,
  ),
  tell(
    'T1087.004',
    'listusers|listroles|getcalleridentity|get-mguser|listaccounts',
    /\b(?:ListUsers|ListRoles|GetCallerIdentity|Get-(?:Mg|AzureAD)User)\b/i,
  ),
  tell('T1619', 'listobjects', /\bListObjects(?:V2)?\b/i),
  tell(
    'T1530',
    'cloud storage|buckets|s3 |s3:|bucket|blob|getobject|storage account',
    /\bGetObject\b|\b(?:copi|download|steal|stole|exfiltrat|read|sync|dump|empt|taken|fetch)\w*\b.{0,60}\b(?:S3|buckets?|blobs?|storage accounts?|cloud storage)\b/i,
  ),
  tell(
    'T1537',
    'modifysnapshot|snapshot|another account|external account',
    /\bModify(?:DB)?SnapshotAttribute\b|\bModifyImageAttribute\b|\bshar(?:ed|es|ing)\b.{0,60}\b(?:with|to) (?:an|another|their own) (?:external |foreign |attacker\S* )?(?:AWS |Azure )?account\b/i,
  ),
  tell(
    'T1651',
    'sendcommand|run command|send-command|runcommand',
    /\b(?:SendCommand|ssm send-command|Invoke-AzVMRunCommand|RunCommand)\b|\b(?:SSM|Azure|VM) Run ?Command\b/i,
  ),
  tell(
    'T1555.006',
    'getsecretvalue|key vault|secrets manager',
    /\bGetSecretValue\b|\b(?:read|dump|list|steal|stole|extract|retriev|access)\w*\b.{0,40}\b(?:Key Vaults?|Secrets Manager|secret stores?)\b/i,
  ),
  tell(
    'T1552.005',
    '169.254.169.254|imds|metadata',
    /\b169\.254\.169\.254\b|\bIMDS(?:v[12])?\b|\binstance metadata\b/i,
  ),
  tell(
    'T1552.007',
    'serviceaccount|secrets',
    /\/var\/run\/secrets\/kubernetes|\bkubectl get secrets\b|\bKubernetes secrets\b/i,
  ),
  tell(
    'T1114.002',
    'mailboxexport|mailitemsaccessed|mailbox|mail of|mails of',
    /\bNew-MailboxExportRequest\b|\bMailItemsAccessed\b|\b(?:export|download|read|search|cop)\w*\b.{0,40}\bmailbox(?:es)?\b|\b(?:mails?|e-?mails) of\b.{0,40}\b(?:was|were) (?:read|copied|downloaded|searched)\b|\bmailbox(?:es)? .{0,20}\b(?:exported|downloaded|copied)\b/i,
  ),
  tell(
    'T1114.003',
    'transport rule|mail rule|mailbox rule|email rule|e-mail rule|inbox|forward|inboxrule',
    /\b(?:New|Set)-InboxRule\b|\b(?:inbox|mailbox|forwarding|e-?mail|transport) rules?\b|\bforward(?:s|ed|ing)?\b.{0,30}\b(?:e-?mails?|messages?|mail)\b.{0,30}\b(?:to|external)\b/i,
  ),
  tell(
    'T1564.008',
    'inbox rule|mailbox rule|inboxrule',
    /\b(?:inbox|mailbox|e-?mail) rules?\b.{0,80}\b(?:hid|mov|delet|mark)\w*|\b(?:hid|mov|delet)\w*\b.{0,80}\b(?:inbox|mailbox|e-?mail) rules?\b/i,
  ),
  tell(
    'T1021.001',
    'logon type 10|mstsc|xfreerdp|1149',
    /\b(?:logon )?type 10\b|\bmstsc(?:\.exe)?\b|\bxfreerdp\b|\bevent (?:id )?1149\b/i,
  ),
];

/** Counted wherever a text tells what happened, whatever the sentence around it is like. */
export const COMMAND_TELLS: readonly Tell[] = [...WINDOWS, ...UNIX, ...CALLS];
