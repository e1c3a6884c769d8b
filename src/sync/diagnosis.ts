/** What one check of a platform or of the configuration has shown. */
export interface Diagnosis {
  /** What was checked, in a word or two: `credentials`, `data model Endpoint`. */
  readonly check: string;
  readonly status: 'ok' | 'warning' | 'failed' | 'skipped';
  /** What was found, in a sentence. */
  readonly message: string;
  /** What to do about it, where there is something to do. */
  readonly remedy?: string;
}

export function ok(check: string, message: string): Diagnosis {
  return { check, status: 'ok', message };
}

export function doubtful(check: string, message: string, remedy: string): Diagnosis {
  return { check, status: 'warning', message, remedy };
}

export function wrong(check: string, message: string, remedy?: string): Diagnosis {
  return { check, status: 'failed', message, ...(remedy ? { remedy } : {}) };
}
