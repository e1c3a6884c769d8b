/** Whose a thing is that an article names. */
export type Role = 'attacker' | 'abused' | 'victim' | 'benign';

/** What a thing is, by where a log would show it. */
export type ObservableKind =
  | 'scheduledTask'
  | 'pipe'
  | 'localAccount'
  | 'port'
  | 'ransomExtension'
  | 'ransomNote'
  | 'driver'
  | 'launchLabel'
  | 'hypervisorCommand'
  | 'browserExtension'
  | 'editorExtension'
  | 'image'
  | 'action'
  | 'userAgent'
  | 'webPath'
  | 'request'
  | 'bot'
  | 'publicService'
  | 'mailSubject'
  | 'oauthApp'
  | 'cloudUser'
  | 'cloudCall'
  | 'network';

/** A thing that an article names and a log would show, beside its indicators, files, paths, keys and commands. */
export interface Observable {
  readonly kind: ObservableKind;
  /** As a log would have it: without prefix, namespace and placeholder. */
  readonly value: string;
  readonly role: Role;
  /** The sentence that names it, on one line. */
  readonly evidence: string;
  /** Why it is looked for nowhere; absent where a hunt looks for it. */
  readonly unhunted?: string;
}

/** The values of some kinds that a hunt may look for. */
export function huntedValues(observables: readonly Observable[], ...kinds: readonly ObservableKind[]): string[] {
  return observables
    .filter(({ kind, unhunted }) => kinds.includes(kind) && unhunted === undefined)
    .map(({ value }) => value);
}
