/** A platform as a new configuration begins with it (`huntsync init`). */
export interface PlatformStart {
  /** `name` of the platform. */
  readonly name: string;
  /** What only the user knows, in the order in which it is asked for and written; each is text. */
  readonly asks: readonly StartKey[];
  /** The lines behind these, without indent: YAML with comments. A secret is only named, as `${NAME}`. */
  readonly lines: readonly string[];
  /** The page that says what the platform itself has to be given, such as `docs/NAME.md`. */
  readonly page: string;
}

export interface StartKey {
  /** Key of the platform in the configuration. */
  readonly key: string;
  /** What it is, in a few words. */
  readonly is: string;
  /** A value that the schema takes, and that stands there until somebody knows better. */
  readonly example: string;
}
