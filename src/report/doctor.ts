import pc from 'picocolors';
import { oneLine } from '../core/text.ts';
import { besideText } from '../core/wrap.ts';
import type { Diagnosis } from '../sync/diagnosis.ts';
import type { DoctorJson } from './schemas/doctor.ts';

/** The findings about one subject: this machine and the configuration, or a platform. */
export interface Examined {
  readonly subject: string;
  readonly findings: readonly Diagnosis[];
}

/** The JSON of `doctor --json`. */
export function doctorToJson(examined: readonly Examined[]): DoctorJson {
  return { subjects: examined.map(({ subject, findings }) => ({ name: subject, findings })) };
}

const SIGNS: Readonly<Record<Diagnosis['status'], string>> = {
  ok: pc.green('ok      '),
  warning: pc.yellow('warning '),
  failed: pc.red('failed  '),
  skipped: pc.dim('skipped '),
};

/** One line a check, its remedy under it, and how many are wrong. */
export function doctorToText(examined: readonly Examined[], width?: number): string {
  const parts = examined.map(({ subject, findings }) =>
    [pc.bold(subject), ...findings.flatMap((finding) => lines(finding, width))].join('\n'),
  );
  const all = examined.flatMap(({ findings }) => findings);
  const count = (status: Diagnosis['status']) => all.filter((finding) => finding.status === status).length;
  const [bad, doubtful] = [count('failed'), count('warning')];
  parts.push(bad + doubtful === 0 ? pc.green('Nothing is wrong.') : `${bad} failed, ${doubtful} to look at.`);
  return parts.join('\n\n');
}

function lines({ check, status, message, remedy }: Diagnosis, width: number | undefined): string[] {
  const line = besideText(`  ${SIGNS[status]}`, `${oneLine(check)}: ${oneLine(message)}`, width);
  return remedy === undefined ? [line] : [line, besideText(' '.repeat(10), pc.dim(oneLine(remedy)), width)];
}
