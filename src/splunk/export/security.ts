const META = 'metadata/default.meta';
const APP = 'default/app.conf';
const SERVER = 'default/server.conf';
const SPEC = 'README/analyticstories.conf.spec';
const STORIES = 'default/analyticstories.conf';

/**
 * Makes of our app's files those that Enterprise Security reads: it lists searches and stories from within its own app, and sees
 * those alone that are shared with every other, as Splunk's own content is (`export = system` in the default.meta of ESCU).
 *
 * @param stories content of analyticstories.conf.
 */
export function addSecurity(files: Map<string, Buffer>, stories: string): void {
  const edit = (path: string, change: (text: string) => string) => {
    const before = files.get(path)?.toString() ?? '';
    const after = change(before);
    if (after === before) throw new Error(`${path} has not what Enterprise Security's part of a package goes with`);
    files.set(path, Buffer.from(after));
  };
  edit(META, (text) => {
    const shared = text.replace(/^(\[savedsearches\]\n(?:.+\n)*?export = )none$/m, '$1system');
    return shared === text ? text : `${shared.trimEnd()}\n${SHARED}`;
  });
  edit(APP, (text) => `${text.trimEnd()}\n${TRIGGERS}`);
  files.set(SERVER, Buffer.from(REPLICATED));
  files.set(SPEC, Buffer.from(DESCRIBED));
  files.set(STORIES, Buffer.from(stories));
}

const SHARED = `
# What the use case library shows of the searches.
[analyticstories]
access = read : [ * ], write : [ admin, sc_admin ]
export = system
`;

/**
 * Splunk loads a file of another app's kind again only where the app says so
 * (https://docs.splunk.com/Documentation/Splunk/latest/Admin/Appconf, [triggers]; AppInspect asks for it).
 */
const TRIGGERS = `
[triggers]
reload.analyticstories = simple
`;

/** https://docs.splunk.com/Documentation/Splunk/latest/Admin/Serverconf, conf_replication_include. */
const REPLICATED = `# What is changed of the stories on one member of a search head cluster is copied to the others.
[shclustering]
conf_replication_include.analyticstories = true
`;

/** Settings of https://help.splunk.com/en/splunk-enterprise-security-8/api-reference/8.5/stanza_type-parameters. */
const DESCRIBED = `# Stories of the use case library of Splunk Enterprise Security, as far as this app sets them.

[analytic_story://<name>]
* An article whose hunts this app has.

category = <string>
* What kind of story it is.

description = <string>
* What it has.

last_updated = <date>
* Day of publication of the article, YYYY-MM-DD.

maintainers = <json list>
* Who looks after the story: nobody by name.

references = <json list>
* Address of the article.

searches = <json list>
* Names of the saved searches.

spec_version = <integer>
* Version of the format of this file.

version = <integer>
* Version of the story.

[savedsearch://<name>]
* A saved search of a story.

type = <string>
* Always detection.

confidence = <string>
* low, medium or high.

explanation = <string>
* What the search looks for.

how_to_implement = <string>
* What it needs.

known_false_positives = <string>
* What to be aware of in its results.

annotations = <json object>
* As on the saved search.
`;
