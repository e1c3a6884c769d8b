import pc from 'picocolors';
import { jsonText } from './json.ts';
import { formsOfSecret } from './secret-forms.ts';
import { stripUnsafe } from './text.ts';

/** The forms of each secret that texts may hold. */
const secrets = new Map<string, readonly string[]>();

/** Registers a value that no log line, plan, report or error may ever show. */
export function registerSecret(value: string | undefined): void {
  if (value && value.length >= 4) secrets.set(value, secrets.get(value) ?? formsOfSecret(value));
}

/** As many as a run may have in use at once, and those of many runs before it. */
const MOST_PASSING = 200;
const passing: string[] = [];

/**
 * Registers a secret that is soon replaced: a session, an access token. A schedule that runs for years gets a new one every hour, so
 * only the latest are kept.
 */
export function registerPassingSecret(value: string | undefined): void {
  if (!value || secrets.has(value)) return;
  registerSecret(value);
  passing.push(value);
  if (passing.length > MOST_PASSING) secrets.delete(passing.shift() ?? '');
}

/** What stands for a secret. */
export const REDACTED = '[secret]';

/** Replaces every registered secret, in every form that texts may hold (`src/core/secret-forms.ts`). */
export function redact(text: string): string {
  let out = text;
  for (const forms of secrets.values()) {
    for (const form of forms) {
      if (out.includes(form)) out = out.split(form).join(REDACTED);
    }
  }
  return out;
}

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** Where the program logs what it does. Plans and reports go to stdout instead. */
export interface Log {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

/** `text`: for people. `stamped`: the same with time and level, for files. `json`: an object a line, with time, level, message. */
export type LogFormat = 'text' | 'stamped' | 'json';

export interface LogOptions {
  readonly write: (line: string) => void;
  readonly level?: LogLevel;
  readonly format?: LogFormat;
  /** For the time in a line. */
  readonly now?: () => Date;
}

const ORDER: readonly LogLevel[] = ['debug', 'info', 'warn', 'error'];
const PAINT: Record<LogLevel, (text: string) => string> = {
  debug: pc.dim,
  info: String,
  warn: pc.yellow,
  error: pc.red,
};

/** A log that writes redacted, terminal-safe lines. */
export function createLog({ write, level = 'info', format = 'text', now = () => new Date() }: LogOptions): Log {
  const at = (own: LogLevel) => (message: string) => {
    if (ORDER.indexOf(own) < ORDER.indexOf(level)) return;
    write(`${FORMS[format](own, stripUnsafe(redact(message)), now())}\n`);
  };
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

const FORMS: Readonly<Record<LogFormat, (level: LogLevel, message: string, time: Date) => string>> = {
  text: (level, message) => PAINT[level]((level === 'warn' || level === 'error' ? `${level}: ` : '') + message),
  stamped: (level, message, time) => `${time.toISOString()} ${level.padEnd(5)} ${message}`,
  json: (level, message, time) => jsonText({ time: time.toISOString(), level, message }),
};

export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {} };
