// Writes commands.json beside this file: SPL's commands, what kind each is, and which may not run unattended.
//
// Source: Splunk's documentation of version 10.2.
//   Names and kinds: https://help.splunk.com/en/splunk-enterprise/search/spl-search-reference/10.2, its pages "Command quick
//     reference", "Command types" and "Internal commands"
//   Risky: https://help.splunk.com/en/splunk-enterprise/administer/manage-users-and-security/10.2/best-practices-for-splunk-platform-security/spl-safeguards-for-risky-commands/commands-that-trigger-spl-safeguards
// Kinds that the reference does not tell, what may come first in a search and what is refused beside the risky ones are our judgement.
//
//   node config/reference/spl/generate.mjs FACTS.json [PAGE]
//
// FACTS.json: the committed commands.json, edited, is such a file itself. With PAGE, the saved page of the command quick
// reference, it tells which commands the page has and the facts have not, and the other way round.
import { readFileSync } from 'node:fs';
import { file, line, object, runAsScript, sorted } from '../lines.mjs';

const KEPT = ['kind', 'first', 'risky', 'refuse', 'internal', 'undocumented', 'aliasOf', 'app'];

/**
 * The text of commands.json. Facts: source, version, commands and addOnCommands: name -> kind, risky, and where they apply first,
 * refuse (why, for what is not on Splunk's own list), internal, undocumented, aliasOf, app.
 */
export function generateCommands({ source, version, commands, addOnCommands }) {
  const rows = sorted({ ...commands, ...addOnCommands }).map(([name, command]) => [
    name,
    Object.fromEntries(KEPT.filter((key) => command[key]).map((key) => [key, command[key]])),
  ]);
  return file([
    ['source', line(source)],
    ['licence', line('names and kinds are facts')],
    ['version', line(version)],
    ['commands', object(rows)],
  ]);
}

/**
 * Where facts and a saved page of the command quick reference (HTML, Markdown or text) differ. A name is a cell or line that is
 * one word in lower case, so `missing` may have other words of the page. Internal, undocumented and add-on commands are not on it.
 */
export function compareWithPage({ commands, addOnCommands = {} }, page) {
  const cells = page
    .replace(/<[^>]*>/g, '\n')
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .split(/[\n|,]/);
  const onPage = new Set(
    cells.map((cell) => cell.replaceAll('`', '').trim()).filter((cell) => /^[a-z][a-z0-9]+$/.test(cell)),
  );
  const isListed = ({ internal, undocumented, app }) => !internal && !undocumented && !app;
  return {
    missing: [...onPage].filter((name) => !Object.hasOwn({ ...commands, ...addOnCommands }, name)).sort(),
    gone: Object.keys(commands)
      .filter((name) => isListed(commands[name]) && !onPage.has(name))
      .sort(),
  };
}

runAsScript(import.meta.url, 'node config/reference/spl/generate.mjs FACTS.json [PAGE]', (path, page) => {
  const facts = JSON.parse(readFileSync(path, 'utf8'));
  if (page) {
    const { missing, gone } = compareWithPage(facts, readFileSync(page, 'utf8'));
    process.stdout.write(
      `On the page and not in the facts: ${missing.join(' ') || 'none'}\nIn the facts and not on the page: ${gone.join(' ') || 'none'}\n`,
    );
  }
  return { 'commands.json': generateCommands(facts) };
});
