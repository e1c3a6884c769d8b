import { withoutDenied } from './code.ts';
import type { EventKind } from './events/index.ts';
import { kindsRead } from './events/read.ts';
import { LANGUAGES, type LanguageOptions, type Queries } from './languages.ts';

/** What a query says by the events that it reads and by what it compares them with. */
interface Rule {
  /** At least one of these is read; absent: any. */
  readonly reads?: readonly EventKind[];
  /** In the query without its comments and its exclusions, runs of backslashes as one. */
  readonly text?: RegExp;
  /** What must not stand in it. */
  readonly not?: RegExp;
  readonly techniques: readonly string[];
}

const PROCESS: readonly EventKind[] = ['process', 'script'];
const FILES: readonly EventKind[] = ['process', 'file', 'fileChange', 'script'];
const CALLS: readonly EventKind[] = [
  'awsCall',
  'azureCall',
  'gcpCall',
  'kubernetesCall',
  'officeCall',
  'appCall',
  'directoryChange',
];
const TRAFFIC: readonly EventKind[] = ['connection', 'dns', 'http'];
const HOST = String.raw`["'*.][\w-]{1,63}(?:\.[\w-]{1,63}){0,8}\.[a-z]{2,24}[\w/.?=&%*-]{0,400}["']|\b\d{1,3}(?:\.\d{1,3}){3}\b`;

/** A Windows event log's own number for an event, in a comparison with its field. */
function eventId(...ids: readonly string[]): RegExp {
  return new RegExp(`\\bevent_?(?:id|code)\\b[^|\\n]{0,40}\\b(?:${ids.join('|')})\\b`, 'i');
}

/** ATT&CK's techniques by what shows them in events. All that fit count. */
export const RULES: readonly Rule[] = [
  // What stays
  {
    text: /schtasks|\\system32\\tasks\b|scheduledtask|register-scheduledtask|schedule\.service/i,
    techniques: ['T1053.005'],
  },
  { text: /\bcrontab|\/cron(?:\.d|tab|\/)|\/var\/spool\/cron/i, techniques: ['T1053.003'] },
  {
    text: /\\currentversion\\run(?:once)?\b|\\start menu\\programs\\startup|\\programs\\startup\b|\\startup\\/i,
    techniques: ['T1547.001'],
  },
  { text: /currentversion\\winlogon/i, techniques: ['T1547.004'] },
  { text: /image file execution options/i, techniques: ['T1546.012'] },
  { text: /inprocserver32|treatas\b/i, techniques: ['T1546.015'] },
  {
    text: /__eventfilter|commandlineeventconsumer|activescripteventconsumer|\\wbem\\scrcons/i,
    techniques: ['T1546.003'],
  },
  { reads: ['serviceInstall'], techniques: ['T1543.003'] },
  { reads: ['registry'], text: /\\services\\/i, techniques: ['T1543.003'] },
  { text: /\bsc(?:\.exe)?\s+(?:\\\S+\s+)?create\b|new-service\b/i, techniques: ['T1543.003'] },
  { text: /\/etc\/systemd|\/systemd\/system|systemctl\s+enable/i, techniques: ['T1543.002'] },
  { text: /launchagents/i, techniques: ['T1543.001'] },
  { text: /launchdaemons/i, techniques: ['T1543.004'] },
  { text: /authorized_keys/i, techniques: ['T1098.004'] },
  { text: /\/etc\/ld\.so\.preload|ld_preload/i, techniques: ['T1574.006'] },
  { reads: ['imageLoad'], text: /\.dll\b/i, techniques: ['T1574.001'] },
  { reads: ['imageLoad'], text: /\.sys\b/i, techniques: ['T1068'] },
  { text: /net(?:1)?(?:\.exe)?\s+user\s[^"']{0,200}\/add|new-localuser|\buseradd\b/i, techniques: ['T1136.001'] },
  { text: /extensioninstallforcelist|\\extensions\\|--load-extension/i, techniques: ['T1176'] },
  { text: /\b(?:admin|c|ipc)\$/i, techniques: ['T1021.002'] },
  { text: /com\.apple\.quarantine|\bspctl\b/i, techniques: ['T1553.001'] },
  // What runs
  {
    reads: PROCESS,
    text: /powershell|\bpwsh\b|invoke-expression|downloadstring|-enc(?:odedcommand)?\b/i,
    techniques: ['T1059.001'],
  },
  { reads: PROCESS, text: /\bcmd(?:\.exe)?\b|%comspec%/i, techniques: ['T1059.003'] },
  {
    reads: PROCESS,
    text: /(?:\/|["'\s,])(?:bash|sh|zsh|dash)["'\s,)]|\/bin\/(?:ba|z|da)?sh\b|\.sh\b/i,
    techniques: ['T1059.004'],
  },
  { reads: PROCESS, text: /\b(?:wscript|cscript)\b|\.vbs\b|\.vbe\b/i, techniques: ['T1059.005'] },
  { reads: PROCESS, text: /\bpython[\d.]*\b|\bpip3?\b|\.py\b/i, techniques: ['T1059.006'] },
  { reads: PROCESS, text: /\bnode(?:\.exe)?\b|\bbun(?:\.exe)?\b|\.m?js\b/i, techniques: ['T1059.007'] },
  { reads: PROCESS, text: /\bosascript\b/i, techniques: ['T1059.002'] },
  { reads: PROCESS, text: /\bmshta\b/i, techniques: ['T1218.005'] },
  { reads: PROCESS, text: /\brundll32\b/i, techniques: ['T1218.011'] },
  { reads: PROCESS, text: /\bregsvr32\b/i, techniques: ['T1218.010'] },
  { reads: PROCESS, text: /\bmsiexec\b/i, techniques: ['T1218.007'] },
  { reads: PROCESS, text: /\bmsbuild\b/i, techniques: ['T1127.001'] },
  { reads: PROCESS, text: /\bwmic\b|\bwmiprvse\b|win32_process/i, techniques: ['T1047'] },
  {
    reads: PROCESS,
    text: /\bwinrm\b|\bwinrs\b|wsmprovhost|invoke-command|enter-pssession/i,
    techniques: ['T1021.006'],
  },
  { text: /psexe|paexec|remcomsvc/i, techniques: ['T1569.002', 'T1021.002'] },
  { reads: PROCESS, text: /\b(?:winword|excel|powerpnt|outlook|onenote)(?:\.exe)?\b/i, techniques: ['T1204.002'] },
  {
    reads: PROCESS,
    text: /\b(?:npm|pnpm|yarn|npx|pip3?|gem|composer|cargo)(?:\.exe|\.cmd)?\s+(?:install|add|i|exec)\b|node_modules|site-packages/i,
    techniques: ['T1195.002'],
  },
  {
    reads: FILES,
    text: /node_modules|site-packages|dist-packages|package(?:-lock)?\.json/i,
    techniques: ['T1195.002'],
  },
  // Web servers
  {
    reads: PROCESS,
    text: /(?:initiatingprocess|parent_?process)\w{0,40}[^|]{0,80}\b(?:w3wp|httpd|nginx|tomcat\d*|php-fpm|apache2?|java|beam|umworkerprocess)\b/i,
    techniques: ['T1190'],
  },
  { reads: ['file', 'fileChange'], text: /\.(?:aspx|ashx|asmx|jspx?|php\d?|cfm)\b/i, techniques: ['T1505.003'] },
  {
    reads: ['webServer'],
    text: /(?:uri|url|path)\w{0,40}[^|\n]{0,40}["'(]\*?\/(?!\/)[\w.$%{-]/i,
    not: new RegExp(HOST, 'i'),
    techniques: ['T1190'],
  },
  // Secrets
  { text: /\blsass\b|sekurlsa|mimikatz|comsvcs|minidump/i, techniques: ['T1003.001'] },
  { text: /ntds\.dit|ntdsutil/i, techniques: ['T1003.003'] },
  { text: /\\login data|logins\.json|key4\.db|\blogin data\b/i, techniques: ['T1555.003'] },
  { text: /\\network\\cookies|cookies\.sqlite|["'\\]cookies["'*]/i, techniques: ['T1539'] },
  {
    text: /\.aws\/credentials|\.npmrc|\.pypirc|\.git-credentials|\.kube\/config|\bid_rsa\b|\.env["'*]/i,
    techniques: ['T1552.001'],
  },
  { text: /169\.254\.169\.254|metadata\.google\.internal/i, techniques: ['T1552.005'] },
  { text: /\/proc\/(?:\d+|\*|self|[^"']{0,12})\/(?:mem|maps)\b/i, techniques: ['T1003.007'] },
  { text: eventId('4769'), techniques: ['T1558.003'] },
  { text: eventId('4697', '7045'), techniques: ['T1543.003'] },
  { text: eventId('4720'), techniques: ['T1136.001'] },
  { text: eventId('1102'), techniques: ['T1685.005'] },
  { text: /\bwallets?\b|metamask|\bexodus\b|electrum/i, techniques: ['T1005'] },
  // Defences, traces, damage
  { text: /mppreference|disablerealtimemonitoring|disableantispyware|\\windows defender\\/i, techniques: ['T1685'] },
  { text: /wevtutil|clear-eventlog/i, techniques: ['T1685.005'] },
  { text: /vssadmin|shadowcopy|win32_shadowcopy|bcdedit|wbadmin/i, techniques: ['T1490'] },
  {
    reads: PROCESS,
    text: /certutil|bitsadmin|\bcurl\b|\bwget\b|invoke-webrequest|\biwr\b|start-bitstransfer/i,
    techniques: ['T1105'],
  },
  { reads: PROCESS, text: /\brclone\b|megasync/i, techniques: ['T1567.002'] },
  {
    reads: PROCESS,
    text: /\banydesk\b|screenconnect|teamviewer|atera|splashtop|netsupport|rustdesk|simplehelp/i,
    techniques: ['T1219'],
  },
  { reads: PROCESS, text: /xmrig|stratum\+/i, techniques: ['T1496'] },
  // Network and mail
  { reads: TRAFFIC, text: new RegExp(HOST, 'i'), techniques: ['T1071'] },
  { reads: ['mailAttachment'], text: /file_?(?:name|hash|type|ext)|emailattachmentinfo/i, techniques: ['T1566.001'] },
  { reads: ['linkClick', 'mailLink'], techniques: ['T1566.002'] },
  { reads: ['mail'], text: /sender|subject|return_addr|src_user/i, techniques: ['T1566'] },
  // Identity and cloud
  { reads: ['signIn'], text: /devicecode|device code/i, techniques: ['T1528'] },
  { reads: ['signIn', 'tokenSignIn'], text: /\bsigninlogs\b|aadnoninteractive/i, techniques: ['T1078.004'] },
  { reads: CALLS, text: /consent to application|oauth2permissiongrant/i, techniques: ['T1528'] },
  { reads: CALLS, text: /createaccesskey|service principal credentials|serviceaccountkey/i, techniques: ['T1098.001'] },
  { reads: CALLS, text: /inboxrule|forwardingsmtpaddress/i, techniques: ['T1114.003'] },
  { reads: CALLS, text: /stoplogging|deletetrail|diagnosticsettings\/delete/i, techniques: ['T1685.002'] },
  { reads: CALLS, text: /createuser\b|\badd user\b/i, techniques: ['T1136.003'] },
  {
    reads: CALLS,
    text: /add member to role|attachuserpolicy|putuserpolicy|roleassignments\/write/i,
    techniques: ['T1098.003'],
  },
  { reads: CALLS, text: /runcommand\/action/i, techniques: ['T1651'] },
  { reads: ['storageCall'], techniques: ['T1530'] },
];

const PROGRAM = /["'\\*/][\w .+-]+\.(?:exe|scr|msi|com|bat)["'*]/i;
const HASH = /(?<![0-9a-f])(?:[0-9a-f]{64}|[0-9a-f]{40}|[0-9a-f]{32})(?![0-9a-f])/i;

/** No checks let a longer query through. */
const MAX_LENGTH = 65_536;

/**
 * ATT&CK ids of what queries look for, sorted: by the events that they read and what they compare them with. Null where nothing can be
 * told; none where they plainly look for no technique (files by hash, scanners' findings).
 */
export function coveredBy(queries: Queries, { languages = LANGUAGES }: LanguageOptions = {}): string[] | null {
  const found = new Set<string>();
  let told = false;
  for (const { id, code } of languages) {
    const text = queries[id];
    if (text === undefined || text.length > MAX_LENGTH) continue;
    const bare = withoutDenied(code(text)).replace(/\\+/g, '\\');
    const kinds = new Set(kindsRead(bare));
    const reads = (wanted: readonly EventKind[] | undefined) =>
      wanted === undefined || wanted.some((kind) => kinds.has(kind));
    const fitting = RULES.filter(
      (rule) => reads(rule.reads) && (rule.text?.test(bare) ?? true) && !rule.not?.test(bare),
    );
    for (const technique of fitting.flatMap(({ techniques }) => techniques)) found.add(technique);
    // Somebody starts what the article names; nothing tells how it came or what it does.
    if (fitting.length === 0 && reads(PROCESS) && (PROGRAM.test(bare) || HASH.test(bare))) found.add('T1204.002');
    told ||=
      HASH.test(bare) || (kinds.size > 0 && [...kinds].every((kind) => kind === 'vulnerability' || kind === 'device'));
  }
  for (const id of [...found])
    if (found.has(`${id}.001`) || [...found].some((other) => other.startsWith(`${id}.`))) found.delete(id);
  return found.size > 0 || told ? [...found].sort() : null;
}
