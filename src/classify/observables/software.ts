import type { ObservableRule } from './rules.ts';

const browserExtension: ObservableRule = {
  kind: 'browserExtension',
  guard: /extension|add-?on|chrome|edge|firefox/i,
  patterns: [
    // Ids have 32 letters of a to p (https://developer.chrome.com/docs/extensions/reference/manifest/key).
    /(?<![A-Za-z0-9])(?<value>[a-p]{32})(?![A-Za-z0-9])/g,
    // Those of Firefox look like a mail address or are a GUID in braces (https://extensionworkshop.com/documentation/develop/extensions-and-the-add-on-id/).
    /\b(?:Firefox|Mozilla|Thunderbird)\b[^.\n]{0,40}?\b(?:add-?ons?|extensions?)\b[^.\n]{0,40}?["'`\s(](?<value>[\w.-]{2,60}@[\w.-]{2,60}\w|\{[0-9a-fA-F-]{36}\})/g,
  ],
  accept: ({ value }) => value,
  role: (value, sentence) => (isLooted(value, sentence) ? 'victim' : 'attacker'),
};

/** Whose data malware reads: a wallet's, a password manager's. */
const LOOTED =
  /\b(?:wallets?|password managers?|authenticators?|metamask|phantom|coinbase|steals?|stealing|harvest\w*|cop(?:y|ies)|collects?|target(?:s|ed|ing)|checks? for|looks? for|search(?:es)? for|(?:data|contents?|storage) of)\b/i;
const PLANTED =
  /\b(?:malicious|rogue|fake|trojani[sz]ed|backdoored|hijacked|compromised|infected|side-?load\w*|install(?:s|ed|ing)|load(?:s|ed|ing)|drops?|removed|published|posing|poses|impersonat\w+|disguised)\b/i;
const WALLET_BEHIND =
  /^["'`)\s|(:–-]{1,6}(?:\w+ ){0,2}(?:wallet|metamask|phantom|coinbase|password manager|authenticator)\b/i;

/** Whether an extension is one that malware reads or looks for, by the words before it and the name behind it. */
function isLooted(value: string, sentence: string): boolean {
  const at = Math.max(0, sentence.indexOf(value));
  const looted = LOOTED.test(sentence.slice(0, at)) || WALLET_BEHIND.test(sentence.slice(at + value.length));
  return looted && !PLANTED.test(sentence);
}

/** Second parts that make a file or a host of what looks like `publisher.name`. */
const NO_EXTENSION =
  /\.(?:exe|dll|js|ts|py|json|com|net|org|io|dev|md|txt|zip|vsix|sh|ps1|cmd|bat|html?|php|xml|ya?ml|ai|app|co)$/i;

const editorExtension: ObservableRule = {
  kind: 'editorExtension',
  guard: /extension|vsix|marketplace|open ?vsx/i,
  patterns: [
    /\b(?:VS ?Code|Visual Studio Code|Open ?VSX|Cursor|Windsurf|VSCodium|Marketplace|IDE)\b[^.\n]{0,60}?\b(?:extensions?|themes?|plug-?ins?)\b[^.\n]{0,40}?["'`\s](?<value>[A-Za-z0-9][\w-]{1,40}\.[A-Za-z][\w-]{2,60})(?![\w/.]*\()/gi,
    /--install-extension\s+["'`]?(?<value>[A-Za-z0-9][\w-]{1,40}\.[A-Za-z][\w-]{2,60})/gi,
    /\b(?:itemName=|open-vsx\.org\/extension\/)(?<value>[A-Za-z0-9][\w-]{1,40}[./][A-Za-z][\w-]{2,60})/gi,
    /(?<![\w./-])(?<value>[a-z0-9][\w-]{1,40}\.[a-z][\w-]{2,60})\s+(?:VS ?Code|Visual Studio Code|Open ?VSX)\s+extension/gi,
  ],
  accept: ({ value }) => (NO_EXTENSION.test(value) ? null : value.replace('/', '.')),
};

const image: ObservableRule = {
  kind: 'image',
  guard: /image|docker|podman|nerdctl|registry/i,
  patterns: [
    /^\s*(?:-\s+)?["']?image["']?\s*:\s*["']?(?<value>(?:[\w.-]+(?::\d+)?\/){1,4}[\w.-]+(?::[\w.-]+)?)/gi,
    /\bimages?\s+["'`(]*(?<value>(?:[\w.-]+(?::\d+)?\/){1,4}[\w.-]+:[\w.-]+)["'`)]*,?\s+(?:is|was|were|gets?|got)\s+(?:run|pulled|started|deployed|used)/gi,
    /\b(?:from|using|runs?|deploy(?:s|ed)|pull(?:s|ed)) (?:the |an? )?(?:container )?images?\s+["'`(]*(?<value>(?:[\w.-]+(?::\d+)?\/){1,4}[\w.-]+(?::[\w.-]+)?)/gi,
    /\b(?:Docker|container|OCI|malicious|cryptominer|miner)\s+(?:Hub\s+)?images?\b(?:\s+(?:named|called|is|was|from|of|tagged|at))*[:,]?\s*["'`(]*(?<value>(?:[\w.-]+(?::\d+)?\/){1,4}[\w.-]+(?::[\w.-]+)?)/gi,
    /\b(?:docker|podman|nerdctl|crictl)\s+(?:run|pull|create)\s[^\n]*?(?<=\s)(?<value>(?:[\w.-]+(?::\d+)?\/){1,4}[\w.-]+(?::[\w.-]+)?)/gi,
    /(?<![\w./:-])(?<value>(?:[\w.-]+\/){1,3}[\w.-]+:[\w.-]*[a-z\d][\w.-]*)\s+(?:container |Docker )?image\b/gi,
  ],
  accept: ({ value }) => {
    // A tag moves: the name is what stays.
    const name = value
      .replace(/[.,]+$/, '')
      .replace(/:(?:latest|v?\d[\w.-]*)$/, '')
      .replace(/^(?:index\.)?docker\.io\//, '');
    return name.length < 5 || /^(?:and|or|https?:|library\/|bin\/|usr\/|var\/|etc\/|\.|\d+\/)/i.test(name)
      ? null
      : name;
  },
  role: (value) => (PROJECTS_OWN.test(value) ? 'benign' : 'attacker'),
};

/** Registries of projects and vendors, where nobody else publishes. */
const PROJECTS_OWN =
  /^(?:registry\.k8s\.io|k8s\.gcr\.io|mcr\.microsoft\.com|public\.ecr\.aws\/(?:aws|docker|eks)[\w-]*|gcr\.io\/(?:google[\w-]*|distroless)|bitnami|grafana|hashicorp|rancher)\//;

const action: ObservableRule = {
  kind: 'action',
  guard: /\bactions?\b|uses:|\bworkflows?\b/i,
  patterns: [
    /\b(?:GitHub\s+)?Actions?\b[^.\n]{0,60}?["'`\s(](?<value>[A-Za-z0-9][\w-]{1,38}\/[\w.-]{2,60})@/g,
    /\bGitHub Actions?\s+["'`(]*(?<value>[A-Za-z0-9][\w-]{1,38}\/[\w.-]{2,60})/g,
    /\b(?:action|actions)\s+["'`(]*(?<value>[A-Za-z0-9][\w-]{1,38}\/[\w.-]{2,60})@/g,
    /\bworkflows?\s+(?:file\s+)?(?:uses?|calls?|pulls?|references?|runs?)\s+["'`(]*(?<value>[A-Za-z0-9][\w-]{1,38}\/[\w.-]{2,60})@/gi,
    /\buses:\s*["'`]?(?<value>[A-Za-z0-9][\w-]{1,38}\/[\w.-]{2,60})@/g,
  ],
  accept: ({ value }) =>
    /^(?:actions|github|docker|aws-actions|azure|google-github-actions|and|or|CI)\//i.test(value) ? null : value,
};

/** What programs load from outside: extensions, images, steps of a build. */
export const SOFTWARE_RULES: readonly ObservableRule[] = [browserExtension, editorExtension, image, action];
