import type { ArticleObservable } from '../../briefing/article.ts';

/** Whose a thing is that an article names. */
export type Role = ArticleObservable['role'];

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
export interface Observable extends ArticleObservable {
  readonly kind: ObservableKind;
  /** The sentence that names it, on one line. */
  readonly evidence: string;
}

/** The values of some kinds that a hunt may look for. */
export function huntedValues(observables: readonly Observable[], ...kinds: readonly ObservableKind[]): string[] {
  return observables
    .filter(({ kind, unhunted }) => kinds.includes(kind) && unhunted === undefined)
    .map(({ value }) => value);
}
