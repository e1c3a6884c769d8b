import { unquote } from '../../lexer.ts';
import type { CommandCompiler } from '../compiler.ts';
import { compileCondition, compileValue } from '../expression/compile.ts';
import { parseAssignments, parseExpression } from '../expression/parse.ts';
import { countText, NotEvaluated, Refused } from '../outcome.ts';
import { compileRegex } from '../regex/regex.ts';
import { textOf, valuesOf } from '../value.ts';

/** https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Where */
export const where: CommandCompiler = (command, compiler) => {
  if (command.nested.length > 0) throw new NotEvaluated('a subsearch in where');
  const condition = compileCondition(parseExpression(command.args, compiler.end(command)), 'where');
  return ({ rows, columns }, run) => ({ rows: rows.filter((fields) => condition(fields, run)), columns });
};

/** https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Eval */
export const evaluate: CommandCompiler = (command, compiler) => {
  if (command.nested.length > 0) throw new NotEvaluated('a subsearch in eval');
  const assignments = parseAssignments(command.args, compiler.end(command)).map(({ target, value }) => ({
    target,
    value: compileValue(value),
  }));
  const targets = assignments.map(({ target }) => target);
  return ({ rows, columns }, run) => {
    for (const fields of rows) {
      for (const { target, value } of assignments) {
        const cell = value(fields, run);
        if (cell === null || cell === undefined) delete fields[target];
        else fields[target] = cell;
        for (const one of valuesOf(cell)) if (typeof one === 'string') countText(run.given, one);
      }
    }
    return { rows, columns: [...new Set([...columns, ...targets])] };
  };
};

/** `regex field="…"`, `regex field!="…"`: https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Regex */
export const regex: CommandCompiler = (command) => {
  const { args } = command;
  const [name, sign, pattern] = args.length === 1 ? [undefined, undefined, args[0]] : args;
  if (!pattern || args.length > 3 || (sign && sign.text !== '=' && sign.text !== '!=')) {
    throw new Refused("Error in 'regex' command: usage is regex (field=regex | field!=regex | regex).");
  }
  const field = name ? unquote(name) : '_raw';
  const compiled = compileRegex(unquote(pattern));
  const negated = sign?.text === '!=';
  return ({ rows, columns }) => ({
    rows: rows.filter((fields) => {
      const values = valuesOf(fields[field]);
      if (values.length === 0 && negated) throw new NotEvaluated(`regex != on a result without ${field}`);
      return values.some((value) => compiled.test(textOf(value))) !== negated;
    }),
    columns,
  });
};
