import { COMMON_NAMES } from '../specific/common.ts';
import { isStockFile } from '../stock.ts';
import { isParticularWord } from './names.ts';
import type { ObservableRule } from './rules.ts';

const CALLED = String.raw`(?:\s+(?:is|was|are|were|of|that is|which is))?\s*(?:named|called|with the (?:name|label|user ?name)|by the name(?: of)?|under the name(?: of)?|names?|name is|titled|labell?ed)\s*(?:as\s+|of\s+)?[:=]?\s*(?=["'\x60\p{L}\p{N}_.$\\])`;
/** A quotation right behind the thing: `the scheduled task "Updater"`. */
const QUOTED = String.raw`,?\s+\(?(?=["'\x60])`;

function behind(thing: string, ...more: readonly string[]): RegExp[] {
  return [CALLED, QUOTED, ...more].map((joint) => new RegExp(`${thing}${joint}`, 'giu'));
}

/** Tasks that Windows and common products bring. */
const COMMON_TASK =
  /^(?:microsoft|windows|googleupdate\w*|onedrive (?:standalone update|reporting|per-machine standalone update|startup)(?: task\b.*)?|task|tasks|scheduled|schtasks|system|update|daily|hourly|minute|onlogon|onstart|logon)$/i;

const scheduledTask: ObservableRule = {
  kind: 'scheduledTask',
  guard: /task/i,
  patterns: [
    ...behind(String.raw`\bscheduled?[ -]tasks?(?:\s+(?:as|that|which))?`),
    ...behind(String.raw`\btask scheduler (?:job|entry|task)`),
    /\/tn\s+(["'`])(?<value>[^\s"'`/][^"'`\n/]{1,80}?)\1/gi,
    /\/tn\s+(?<value>[^\s"'`/][^\s"'`/]{1,80})/gi,
    /-TaskName\s+(["'`])(?<value>[^\s"'`][^"'`\n]{2,80}?)\1/gi,
    /-TaskName\s+(?<value>[^\s"'`]{3,80})/gi,
    /\\System32\\Tasks\\(?<value>[^\s"'`<>|*?,;]{3,100})/gi,
    /["'`](?<value>[\w{}. -]{4,60})["'`]\s+scheduled task/gi,
    /\b(?<value>[\w{}.-]{4,60})\s+scheduled task/gi,
  ],
  accept: ({ value, quoted }) => {
    const name = value.replace(/^\\+/, '').replace(/[.,\\]+$/, '');
    if (name.length < 4 || COMMON_TASK.test(name)) return null;
    const named = quoted || isParticularWord(name) || (/^\p{Lu}\p{L}{4,}$/u.test(name) && !ORDINARY.test(name));
    return named ? nameOrNull(name) : null;
  },
};

/** What stands before "scheduled task" in a sentence, with a capital at its beginning. */
const ORDINARY =
  /^(?:(?:creat|delet|execut|regist|schedul|establish|configur|modif|abus|leverag|install|deploy|launch|us|add|run|set|start)\w*|windows|these|those|another|malicious|suspicious|multiple|several|persistence|through|recurring|hidden|remote|local|daily|hourly|three|which|where|after|first|second|legitimate|existing)$/i;

const pipe: ObservableRule = {
  kind: 'pipe',
  guard: /pipe/i,
  patterns: [/(?<value>\\pipe\\[\w.{}()$+&#@!-]{3,120})/gi, ...behind(String.raw`\b(?:named )?pipes?`)],
  accept: ({ value, quoted }) => {
    const name = value
      .replace(/^.*\\pipe\\/i, '')
      .replace(/^\\+/, '')
      .replace(/[.,)]+$/, '');
    if (name.length < 4 || COMMON_PIPE.test(name) || /\s/.test(name)) return null;
    return quoted || isParticularWord(name) || /pipe\\/i.test(value) ? nameOrNull(name) : null;
  },
};
/** Pipes of Windows itself and of common services. */
const COMMON_PIPE =
  /^(?:lsass|samr|netlogon|svcctl|atsvc|srvsvc|wkssvc|eventlog|epmapper|spoolss|browser|initshutdown|ntsvcs|winreg|lsarpc|mojo[\w.]*|chrome[\w.]*|crashpad[\w]*|sql\\query|named|pipes?|that|which|with|for)$/i;

/** Accounts that every machine or directory has. */
const COMMON_ACCOUNT =
  /^(?:admin|administrator|administrators|guest|root|system|user|users|username|default\w*|krbtgt|local|domain|test|everyone|network|service|account|accounts|sa|add|active|yes|no|and|the|a|an|with|which|that|was|is|for|to|by|in|on)$/i;

const localAccount: ObservableRule = {
  kind: 'localAccount',
  guard: /account|\buser|localuser/i,
  patterns: [
    ...behind(
      String.raw`\b(?:backdoor|local|admin(?:istrator)?|new|rogue|hidden|domain|persistent|privileged|fake|unauthori[sz]ed|malicious|windows)\s+(?:(?:local|domain|admin(?:istrator)?|user|windows|privileged)\s+){0,3}(?:accounts?|users?)`,
      String.raw`(?:\s+(?:is|was|are|were)|:)\s+(?=["'\x60\p{L}])`,
      String.raw`\s+(?=[a-z]+[_\d$][\w$]*)`,
    ),
    /\bnet1?(?:\.exe)?\s+user\s+(?:\/add\s+)?["'`]?(?<value>[\w.$-]{3,30})["'`]?\s+[^\n]{0,80}?\/add\b/gi,
    /\bNew-LocalUser\s+(?:-Name\s+)?["'`]?(?<value>[\w.$-]{3,30})/gi,
    /\b(?:useradd|adduser)\s+(?:-\S+\s+(?:[/\d]\S*\s+)?){0,6}["'`]?(?<value>[a-z_][\w.-]{2,30})\b/gi,
  ],
  accept: ({ value, quoted }) => {
    const name = value.replace(/^.*[\\]/, '').replace(/[.,]+$/, '');
    if (name.length < 3 || name.length > 40 || COMMON_ACCOUNT.test(name) || /[\s/@{}]/.test(name)) return null;
    return quoted || isParticularWord(name) ? nameOrNull(name) : null;
  },
};

/** Ports that many services use: a connection to one says nothing. */
const COMMON_PORTS = new Set(
  `1080 1194 1433 1521 1701 1723 1883 2049 2375 2376 2379 3000 3128 3268 3269 3306 3389 4000 4200 4500 5000 5001 5060 5061 5173 5222
   5353 5355 5432 5601 5671 5672 5900 5938 5985 5986 6379 6443 7001 7070 7680 8000 8001 8008 8009 8080 8081 8082 8088 8089 8090 8123
   8200 8443 8500 8530 8531 8834 8883 8888 9000 9001 9042 9090 9091 9092 9100 9200 9300 9389 9418 9443 10000 10050 10051 10250 11211
   15672 27017 50000`.split(/\s+/),
);

const port: ObservableRule = {
  kind: 'port',
  guard: /\bports?\b|\b(?:tcp|udp)\b/i,
  patterns: [
    /\b(?:listen(?:s|ed|ing)?|bind(?:s|ing)?|bound|open(?:s|ed|ing)?|expos(?:es|ed|ing)|reach(?:es|ed)?|connect(?:s|ed|ing|ions?)?|beacon(?:s|ed|ing)?|communicat\w+|traffic|C2|C&C|over|via|backdoor|proxy|shell)\b[^.\n]{0,50}?\bports?\s+(?:(?:number|tcp|udp)\s+)?(?:tcp\/|udp\/)?(?<value>\d{4,5})(?!\d|\.\d)/gi,
    /\b(?:listen(?:s|ed|ing)?|bind(?:s|ing)?|bound)\s+(?:on|to)\s+(?:tcp|udp)\s+(?:port\s+)?(?<value>\d{4,5})(?!\d|\.\d)/gi,
    /(?<![\d.:])(?<value>\d{4,5})\/(?:tcp|udp)\b/gi,
    /\b(?:tcp|udp)\/(?<value>\d{4,5})\b/gi,
  ],
  accept: ({ value }) => {
    const number = Number(value);
    return number > 1024 && number <= 65_535 && !COMMON_PORTS.has(value) ? value : null;
  },
};

/** Endings that files have without any attacker. */
const COMMON_ENDING =
  /^\.(?:exe|dll|sys|bat|cmd|ps1|psm1|vbs|vbe|jse?|wsf|hta|lnk|scr|msi|msix|com|cpl|tmp|temp|log|txt|rtf|md|pdf|docx?m?|xlsx?m?|pptx?m?|odt|csv|xml|html?|mht|json|ya?ml|ini|cfg|conf|dat|db|sqlite|mdb|accdb|bak|old|zip|rar|7z|gz|tar|cab|iso|img|vhdx?|vmdk|vmx|vmem|vswp|vmsn|jpe?g|png|gif|bmp|ico|svg|mp[34]|avi|mov|wav|py|pyc|sh|rb|php\d?|aspx?|jspx?|jar|war|class|java|c|cpp|h|cs|go|rs|net|org|io|com|so|dylib|elf|bin|apk|ipa|dmg|pkg|plist|pst|ost|eml|msg|one|url|key|pem|crt|cer|pfx|p12|onion|local|reg|job|evtx|etl|dmp)$/i;

const ransomExtension: ObservableRule = {
  kind: 'ransomExtension',
  guard: /extension|append|suffix|renam|encrypt/i,
  patterns: [
    /\b(?:encrypt|append|add(?:s|ed|ing)|renam|ransom|lock)\w*[^\n]{0,120}?\b(?:extension|suffix|ending)s?\b(?:\s+(?:of|is|was|called|named|to|the|a|such|as|like|being))*\s*[:=]?\s*["'`(]*(?<value>\.[A-Za-z0-9_-]{2,24})\b/gi,
    /\b(?:encrypt|append|renam|lock)\w*[^.\n]{0,100}?\s["'`(]*(?<value>\.[A-Za-z0-9_-]{2,24})["'`)]*\s+(?:file\s+)?(?:extension|suffix|ending|to (?:the|each|every|all))/gi,
    /\bfiles?\b[^.\n]{0,40}?\b(?:renamed|end|ends|ending)\s+(?:with|in|to)\s+["'`(]*(?<value>\.[A-Za-z0-9_-]{3,24})\b/gi,
    /\b(?:extension|suffix)\s+["'`(]*(?<value>\.[A-Za-z0-9_-]{3,24})["'`)]*[^.\n]{0,60}?\b(?:encrypt|append|ransom|lock)/gi,
  ],
  accept: ({ value }) => (value.length < 4 || COMMON_ENDING.test(value) ? null : value.toLowerCase()),
};

const ransomNote: ObservableRule = {
  kind: 'ransomNote',
  guard: /ransom|\bnotes?\b|encrypt/i,
  patterns: [
    /\b(?:ransom(?:ware)?|\bnotes?\b|instructions?|encrypt)[^\n]{0,100}?["'`\s(](?<value>[\p{L}\p{N}][\p{L}\p{N}_!#+@.-]{3,60}\.(?:txt|html?|hta|rtf|png|bmp))\b/giu,
    /["'`](?<value>[\p{L}\p{N}][\p{L}\p{N}_!#+@. -]{3,60}\.(?:txt|html?|hta|rtf))["'`][^.\n]{0,60}?\b(?:ransom|note)/giu,
  ],
  accept: ({ value }) =>
    /^(?:readme|read_me|note|notes|file|index|license|robots|log|output|list|instructions?)\.\w+$/i.test(value)
      ? null
      : value,
};

const driver: ObservableRule = {
  kind: 'driver',
  guard: /\.sys\b/i,
  patterns: [/(?<![\w.-])(?<value>[\w.-]{4,60}\.sys)\b/gi],
  accept: ({ value }) =>
    COMMON_NAMES.has(value.toLowerCase()) ||
    isStockFile(value.toLowerCase()) ||
    /^(?:driver|drv|test|kernel|malware)\.sys$/i.test(value)
      ? null
      : value,
  role: (_value, line) =>
    /\b(?:legitimate|signed|vulnerable|abus\w+|byovd|bring your own)\b/i.test(line) ? 'abused' : 'attacker',
};

const launchLabel: ObservableRule = {
  kind: 'launchLabel',
  guard: /launch|\.plist/i,
  patterns: [
    /(?<![\w.-])(?<value>[a-z]{2,6}(?:\.[\w-]{2,40}){1,6})\.plist\b/gi,
    /\bLaunch ?(?:Agent|Daemon)s?\b[^.\n]{0,60}?["'`\s/](?<value>(?:com|org|net|io|app|dev|co)(?:\.[\w-]{2,40}){1,6})/gi,
  ],
  accept: ({ value }) => {
    const label = value.replace(/\.plist$|\.+$/i, '');
    return /^com\.apple\./i.test(label) || label.split('.').length < 2 ? null : label;
  },
};

/** What ESXi's own tools are told; the words after it are prose where they are none of a command. */
const HYPERVISOR =
  /(?<![\w/-])(?<value>(?:esxcli\s+(?:--?\S+\s+){0,3}(?:vm|system|network|storage|software|hardware|vsan|device|iscsi)|vim-cmd\s+(?:vmsvc|hostsvc|vimsvc|internalsvc|solo)\/|esxcfg-\w+\s+-|vmkfstools\s+-)[^\n"`();]{0,160})/g;
const PROSE =
  /^(?:to|and|which|that|in|on|for|commands?|was|is|are|with|before|after|then|utility|tool|so|this|the|it|or|will|can|a|an)$/i;

const hypervisorCommand: ObservableRule = {
  kind: 'hypervisorCommand',
  guard: /esxcli|vim-cmd|esxcfg|vmkfstools/,
  patterns: [HYPERVISOR],
  accept: ({ value }) => {
    const words: string[] = [];
    for (const word of value.split(/\s+/)) {
      if (words.length > 0 && (PROSE.test(word) || /[<$*]/.test(word))) break;
      const bare = word.replace(/[.,:]+$/, '');
      words.push(bare);
      if (bare !== word) break;
    }
    return words.length >= 2 && words.join(' ').length >= 12 ? words.join(' ') : null;
  },
  role: () => 'abused',
};

function nameOrNull(name: string): string | null {
  return /^[A-Za-z]:|[*?|]|\/\//.test(name) ? null : name;
}

/** What shows on machines. */
export const ENDPOINT_RULES: readonly ObservableRule[] = [
  scheduledTask,
  pipe,
  localAccount,
  port,
  ransomExtension,
  ransomNote,
  driver,
  launchLabel,
  hypervisorCommand,
];
