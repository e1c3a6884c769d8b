import { type Tell, tellOf } from './tell.ts';

/** Commands, files and folders of Linux, macOS, containers and hypervisors. */
export const UNIX_TELLS: readonly Tell[] = [
  tellOf(
    'T1059.004',
    ' zsh| dash|zsh|bash|/sh|sh -c|sh -i|ash|shell| sh',
    /\|\s*(?:sudo )?(?:ba|z|da)?sh\b|\b(?:ba|z)?sh -[ci]\b|\/bin\/(?:ba|z|da)?sh\b|\b(?:bash|shell) (?:script|command|one-liner)s?\b/i,
  ),
  tellOf('T1059.002', 'osascript|applescript', /\bosascript\b|\bAppleScripts?\b/i),
  tellOf(
    'T1059.006',
    'python',
    /\bpython[23]?(?:\.exe)? (?:-c|-m|[\w./\\-]+\.py)\b|\bPython(?:-based)? (?:scripts?|loader|backdoor|malware|stealer|implant|code|payload|RAT|downloader|dropper)\b/i,
  ),
  tellOf('T1053.003', 'cron|* * *', /\bcron(?:tab|jobs?|\.d)?\b|\/var\/spool\/cron\b|(?:^|\s)\*\/\d{1,2} \* \* \* \*/i),
  tellOf('T1053.006', 'timer', /\bsystemd timers?\b|\.timer\b/i),
  tellOf(
    'T1543.002',
    'systemd|systemctl|.service',
    /\/etc\/systemd\/|\bsystemctl (?:enable|start|daemon-reload)\b|\bsystemd (?:service|unit)s?\b/i,
  ),
  tellOf('T1543.001', 'launchagent', /\/LaunchAgents\b|\bLaunchAgents?\b/),
  tellOf('T1543.004', 'launchdaemon', /\/LaunchDaemons\b|\bLaunchDaemons?\b/),
  tellOf(
    'T1546.004',
    'bashrc|bash_profile|.profile|zshrc|/etc/profile',
    /(?:~|\/home\/\S+|\/root)?\/?\.(?:bashrc|bash_profile|profile|zshrc|zshenv)\b|\/etc\/profile\b/i,
  ),
  tellOf('T1037.004', 'rc.local', /\/etc\/rc\.local\b|\brc\.local\b/i),
  tellOf('T1574.006', 'ld.so.preload|ld_preload', /\/etc\/ld\.so\.preload\b|\bLD_PRELOAD\b/i),
  tellOf(
    'T1547.006',
    'insmod|modprobe|kernel module|.ko',
    /\binsmod\b|\bmodprobe\b|\b(?:loadable|rogue|malicious) kernel modules?\b|\bLKM (?:rootkit|module)/i,
  ),
  tellOf('T1556.003', 'pam', /\bpam_\w+\.so\b|\bPAM (?:module|backdoor)/i),
  tellOf('T1098.004', 'authorized_keys', /\bauthorized_keys\b/i),
  tellOf('T1548.001', 'setuid|suid|chmod', /\bset?uid (?:bit|binary)|\bchmod (?:u?\+s|[24]7\d\d)\b/i),
  tellOf('T1548.003', 'sudoers', /\/etc\/sudoers\b|\bNOPASSWD\b/i),
  tellOf('T1222.002', 'chmod|chattr', /\bchmod (?:\+x|a\+x|[0-7]{3,4})\b|\bchattr [+-]i\b/i),
  tellOf('T1070.003', 'history|histfile', /\bhistory -c\b|\bHISTFILE\b|\.bash_history\b|\bHISTSIZE\b/i),
  tellOf('T1685.006', '/var/log', /\b(?:rm|cleared?|deleted?|wiped?|truncate|emptied|>)\b.{0,40}\/var\/log\//i),
  tellOf(
    'T1496.001',
    'xmrig|minerd|mining|miner|monero|cryptojack',
    /\bxmrig\b|\bminerd\b|\b(?:mining|Monero|stratum) pool\b|\bstratum\+tcp\b|\bcrypto(?:currency)?[- ]?(?:miner|mining|jack\w+)\b|\bcoin ?miners?\b|\b(?:Monero|XMR) min(?:er|ing)\b/i,
  ),
  tellOf(
    'T1555.001',
    'keychain',
    /\b(?:security (?:find-generic-password|dump-keychain)|login\.keychain|(?:steal|dump|read|copi|access|extract|collect|harvest)\w* .{0,40}keychain)/i,
  ),
  tellOf('T1553.001', 'xattr|quarantine|gatekeeper', /\bxattr -[a-z]|\bcom\.apple\.quarantine\b/i),
  tellOf(
    'T1609',
    'kubectl exec|docker exec|pod',
    /\b(?:kubectl|docker|crictl) exec\b|\b(?:shell|command)s? (?:in|inside|into) (?:a|the|every|each) (?:pod|container)/i,
  ),
  tellOf(
    'T1610',
    'malicious pod|malicious container|rogue pod|docker run|kubectl|daemonset|privileged',
    /\bdocker run\b|\bkubectl (?:apply|create|run)\b|\b(?:deploy|start|creat|launch|schedul)\w* .{0,30}\b(?:privileged|malicious|rogue) (?:pods?|containers?)|\bDaemonSets?\b/i,
  ),
  tellOf(
    'T1611',
    'root file|file system|filesystem|nsenter|escape|hostpath|chroot /host',
    /\bnsenter\b|\bescap\w+ .{0,30}\b(?:containers?|pods?|to the (?:host|node))|\bmount\w*\b.{0,40}\b(?:root file ?system|host(?:['’]s)? file ?system|file ?system of (?:the|every|each) (?:host|node))|\bhostPath\b|\bchroot \/(?:host|mnt)\b/i,
  ),
  tellOf('T1613', 'kubectl get|docker ps', /\bkubectl get\b|\bdocker ps\b/i),
  tellOf('T1675 T1059.012', 'esxcli|vim-cmd', /\besxcli\b|\bvim-cmd\b/i),
  tellOf(
    'T1505.003',
    'china chopper|behinder|antsword|regeorg|.aspx|.ashx|.jsp|.php|web shell|webshell',
    /\b(?:China Chopper|Behinder|AntSword|reGeorg)\b|\bweb ?shells?\b|\b(?:writ|wrote|drop|upload|plant|plac|creat|left)\w*\b.{0,80}\.(?:aspx|ashx|jspx?|php)\b/i,
  ),
];
