import type { ArticleHunt } from '../briefing/article.ts';
import type { HuntAdvice } from './hunt.ts';

type Known = Pick<HuntAdvice, 'falsePositives' | 'triage'>;

/** What to know of the hits of an article's own hunts, by what their titles begin with. */
const BY_HEADING: readonly (readonly [heading: string, known: Known])[] = [
  [
    'Article-specific behavioural hunt',
    {
      falsePositives: [
        "Another firm's program or task of the same name. Its signer and folder are other ones than the article's.",
        "The security team's own copies of samples, and tests of detections.",
      ],
      triage: [
        'Begin with the hosts that have several of the named things, then with those that have a path, key or task: a file name alone is the weakest.',
        "Compare signer, hash, folder and parent process with the article's.",
        'Look at what the parent process did in the ten minutes before, and whether another host shows the same.',
      ],
    },
  ],
  [
    'Article-specific network indicators',
    {
      falsePositives: [
        'Look-ups by the resolver, the mail gateway, scanners and sandboxes of the firm itself.',
        'An address that a hosting company has rented to somebody else since the article was published.',
      ],
      triage: [
        'Separate blocked and merely resolved names from connections that carried data.',
        'Find the host behind a proxy or resolver, and the program that made the connection.',
        "Compare the time with the article's dates: before, the address may have been somebody else's.",
      ],
    },
  ],
  [
    'Article-specific file hashes',
    {
      falsePositives: [
        'A legitimate program that attackers bring along: look at its folder and at what it loads.',
        'Samples that the security team keeps or scans.',
      ],
      triage: [
        'Find out whether the file was only written or was run, by which account and parent process.',
        'Find how it reached the host: mail, browser, share or another program.',
        'Search for the hosts that have the same file under another name.',
      ],
    },
  ],
  [
    'Article-specific senders',
    {
      falsePositives: ['A hijacked mailbox of an honest partner: its other mail is genuine.'],
      triage: [
        'See which mails were delivered, and who opened them, their links or their attachments.',
        'Search for the same subject or link from other senders.',
        'Look for sign-ins and new processes of these recipients in the hour after.',
      ],
    },
  ],
  [
    'Article-specific mail subjects',
    {
      falsePositives: ['Honest mail of the same subject. Sender and link tell.'],
      triage: [
        'Compare the senders and links with what the article describes.',
        'See which mails were delivered, and who opened a link or attachment.',
      ],
    },
  ],
  [
    'Article-specific exposure',
    {
      falsePositives: ['A host that was patched after its last scan, or whose vulnerable part is not in use.'],
      triage: [
        'Begin with hosts that the internet reaches.',
        'Check the installed version, and whether the mitigation is in place.',
        'Where the host was open while the vulnerability was exploited, look there for what the article says comes next.',
      ],
    },
  ],
  [
    'Article-specific package hunt',
    {
      falsePositives: ['The mirror or scanner of packages of the firm itself, which fetches and never runs them.'],
      triage: [
        'Check the version in the lock file: often only some are malicious.',
        'Find out whether install scripts ran: on a build host, or with which credentials on a developer’s.',
        'Take tokens and keys that the host could read as stolen, and rotate them.',
      ],
    },
  ],
  [
    'Article-specific identity and cloud hunt',
    {
      falsePositives: ["Automation that sends the same library's user agent: its account and address are known."],
      triage: [
        'Separate sign-ins that succeeded from those that failed.',
        "Compare address and time with the account's usual ones.",
        'List what the account or application did afterwards: consents, new credentials, mail rules, downloads.',
      ],
    },
  ],
  [
    'Article-specific web hunt',
    {
      falsePositives: ['Scanners on the internet that ask every server for such pages: they get errors and come once.'],
      triage: [
        'Begin with requests that the server answered with success.',
        'On a server, look for files written and processes started by the web service in the same minutes.',
        'In a proxy, find the host and program that made the request.',
      ],
    },
  ],
  [
    'Article-specific combined hunt',
    {
      falsePositives: [
        'Each kind of event has its own; where only one of the named things shows, it is more often honest.',
      ],
      triage: [
        'Sort the results by host or account: several of the named things together are no chance.',
        'Look at the rarest result first, and compare it with what the article says of it.',
      ],
    },
  ],
];

/** What to know of an own hunt's hits; undefined for one that the classifier did not write. */
export function ownAdvice({ title, search }: Pick<ArticleHunt, 'title' | 'search'>): HuntAdvice | undefined {
  const known = search && BY_HEADING.find(([heading]) => title.startsWith(heading))?.[1];
  return known && { ...known, doesNotCover: [], references: [], dataNeeds: {} };
}
