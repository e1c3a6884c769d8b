import { isPlaceholder } from '../specific/placeholders.ts';
import { type Line, sentenceWith } from '../specific/text.ts';
import { type GivenName, namesAt } from './names.ts';
import type { Observable, ObservableKind, Role } from './observable.ts';
import { roleAt, sentenceAround } from './role.ts';

/** How one kind of observable is found in a line of an article. */
export interface ObservableRule {
  readonly kind: ObservableKind;
  /** A line without it has none: most lines are done with this. */
  readonly guard: RegExp;
  /** What the values stand behind (with the flag `g`), or hold them in a group `value`. */
  readonly patterns: readonly RegExp[];
  /** The value as a log has it; null where it is none. */
  accept(name: GivenName, sentence: string): string | null;
  /** Whose it is, where the words around it do not say otherwise. */
  readonly role?: (value: string, sentence: string) => Role;
  /** Why a value of some role is not looked for. */
  readonly unhunted?: (value: string, role: Role) => string | undefined;
}

const NOT_THEIRS: Readonly<Partial<Record<Role, string>>> = {
  victim: "the victim's own",
  benign: 'nothing of the attackers',
};

/** What a rule finds in the lines of an article, in order. */
export function findBy(rule: ObservableRule, lines: readonly Line[]): Observable[] {
  return lines.flatMap(({ text, plain }) => {
    if (!rule.guard.test(plain)) return [];
    return rule.patterns.flatMap((pattern) =>
      [...plain.matchAll(pattern)].flatMap((match) => {
        const given = match.groups?.['value'];
        const start = match.index + match[0].length;
        const names =
          given === undefined
            ? namesAt(plain, start)
            : [{ value: given, quoted: /["'`]$|^(?:net1?|New-|useradd|adduser|arn:)/i.test(match[0]) }];
        const at = given === undefined ? start : match.index + match[0].lastIndexOf(given);
        return names.flatMap((name) => observed(rule, name, text, plain, at));
      }),
    );
  });
}

function observed(rule: ObservableRule, name: GivenName, text: string, line: string, at: number): Observable[] {
  const end = at + name.value.length;
  const sentence = sentenceAround(line, at, end);
  const value = rule.accept(name, sentence);
  if (value === null || isPlaceholder(value)) return [];
  const told = roleAt(line, at, end);
  const role = told === 'attacker' ? (rule.role?.(value, sentence) ?? told) : told;
  const unhunted = NOT_THEIRS[role] ?? rule.unhunted?.(value, role);
  const evidence = sentenceWith(text, name.value);
  return [{ kind: rule.kind, value, role, evidence, ...(unhunted === undefined ? {} : { unhunted }) }];
}
