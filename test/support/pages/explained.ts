/**
 * Keys whose line in config/huntsync.example.yaml does not explain them alone: by path, or by the last word where it means the same
 * everywhere.
 */
export const EXPLAINED: Readonly<Record<string, string>> = {
  '*.kind': 'which kind it is; decides which other keys there are',
  '*.url': 'its address',
  '*.include': 'only articles with one of these words or phrases in title or text, in any case',
  '*.exclude': 'no articles with one of these',
  '*.minSeverity': 'only articles that are classified as severe as this, or more',
  '*.authoritative': 'true: an article gone from it retires its hunts; seldom right, feeds roll on',
  '*.allowPrivateAddresses': 'true: for a feed inside your own network',
  '*.fullText': "read each article's own page, not only what the feed gives",
  '*.sinceDays': 'how far back, in days',
  'sources[briefings].path': 'the folder, read recursively, or the file',
  'sources[rss].name': 'what briefings name as their source',
  'sources[kev].name': 'what briefings name as their source',
  'sources[ghsa].name': 'what briefings name as their source',
  'FILE.feeds[].name': 'what briefings name as their source',
  'FILE.feeds[].enabled': 'false: it stays in the list and is not read',
  'sources[feeds].fullText': 'for each feed of the list that does not say itself',
  'sources[kev].url': 'the catalogue, or your mirror of it',
  'sources[ghsa].url': "GitHub's advisories, or those of your GitHub Enterprise",
  'sources[ghsa].severities': "which of GitHub's severities",
  'sources[ghsa].types': 'reviewed by GitHub, or malware: packages that are malicious',
  'sources[ghsa].token': "a secret; raises GitHub's limit of requests",
  'sources[feeds].path': 'the file with the list',
  'sources[epss].kind': "FIRST's EPSS: how likely a vulnerability is to be exploited; it brings no articles",
  'sources[epss].path': "FIRST's daily file, plain or compressed; or `url`",
  'sources[epss].url':
    'where that file is fetched: [first.org/epss/data_stats](https://www.first.org/epss/data_stats), or your mirror',
  'platforms[splunk].name': 'what you call it: in reports and behind `--platform`',
  'platforms[sentinel].name': 'what you call it: in reports and behind `--platform`',
  'platforms[splunk].token': 'a secret: bearer token; or `username` and `password`',
  'platforms[splunk].username': 'with `password`, in place of `token`; not on Splunk Cloud',
  'platforms[splunk].password': 'a secret',
  'platforms[splunk].insecureSkipVerify':
    "true: no certificate is verified, HEC's neither, so whoever stands between reads the token; each run warns of it. For a laboratory only: name the CA instead",
  'platforms[splunk].validate':
    "live: ask Splunk's own parser about each query before it is written; offline: our own checks only",
  'platforms[splunk].schedule': 'whether the saved searches run by themselves, and what becomes of what they find',
  'platforms[splunk].ca': 'PEM file of a private CA that signed the certificate',
  'platforms[splunk].schedule.severities': 'which hunts run by themselves',
  'platforms[splunk].schedule.every': 'how often; spread over the day or hour by a hash of the hunt',
  'platforms[splunk].schedule.summaryIndex': 'the index of `output: summaryIndex`; it has to exist',
  'platforms[splunk].records.kvStore': 'true: in the collections of the app',
  'platforms[splunk].schedule.output':
    'what becomes of what they find: none (look at the job), summaryIndex, or, with enterpriseSecurity, notable (a finding each) or risk (on the hosts and users named)',
  'platforms[splunk].enterpriseSecurity':
    'true: Splunk Enterprise Security lists the searches, with annotations, domain, severity, drill-down searches and risk objects',
  'platforms[splunk].records.hec': 'each change as an event of the HTTP Event Collector too; needs `kvStore: true`',
  'platforms[splunk].records.hec.url': 'its address, usually on port 8088',
  'platforms[splunk].records.hec.token': 'a secret: its token',
  'platforms[splunk].records.hec.index': 'the index that the events go to; the token has to allow it',
  'platforms[sentinel].subscriptionId': 'of the workspace',
  'platforms[sentinel].resourceGroup': 'of the workspace',
  'platforms[sentinel].cloud': 'which Azure the workspace is in',
  'platforms[sentinel].endpoint': "address of Azure Resource Manager; else the cloud's own",
  'platforms[sentinel].records':
    'the articles, hunts and indicators themselves, in the tables that sentinel/azuredeploy.json makes',
  'platforms[sentinel].auth':
    'default: what @azure/identity finds (environment, workload or managed identity, Azure CLI); managedIdentity: the system-assigned one; workloadIdentity: Kubernetes; or one of the sets of keys below',
  'platforms[sentinel].auth.token':
    'a secret: a bearer token; lives for about an hour, and holds for one audience, so not with records',
  'platforms[sentinel].auth.tenantId': 'with `clientId`, and `clientSecret` or `certificatePath`: a service principal',
  'platforms[sentinel].auth.clientId': 'the application id of the service principal',
  'platforms[sentinel].auth.clientSecret': 'a secret',
  'platforms[sentinel].auth.certificatePath': 'a PEM file with certificate and private key',
  'platforms[sentinel].auth.managedIdentityClientId': 'a user-assigned managed identity',
  'platforms[sentinel].records.endpoint':
    "the data collection rule's logs ingestion endpoint; the deployment prints it",
  'platforms[sentinel].records.ruleId': "the data collection rule's immutable id; the deployment prints it",
  'platforms[sentinel].records.streams':
    'streams of the data collection rule; the defaults are those of sentinel/azuredeploy.json',
  'platforms[sentinel].records.streams.articles': 'stream of articles',
  'platforms[sentinel].records.streams.hunts': 'stream of hunts',
  'platforms[sentinel].records.streams.indicators': 'stream of indicators',
  'platforms[sentinel].records.streams.runs': 'stream of runs',
  'platforms[sentinel].records.threatIntelligence.endpoint': 'in clouds other than public the address has to be named',
  'policy.feedRetireAfterDays': 'the same for hunts that only feeds have called for',
  'policy.pruneAfterDays': 'delete what was retired this long ago',
  'policy.severityWindowDays':
    'a shared hunt is as severe as the worst article of the last so many days that calls for it',
  'sources[briefings].exclude': 'globs of what is no briefing in it, such as `README.md` or `drafts/**`',
  '*.maxItems': 'articles of one reading at most, the newest first',
  '*.deadlineSeconds': 'the longest time of one operation: all tries, waits and the whole answer',
  'platforms[splunk].timeoutSeconds': 'the longest silence on a connection',
  'proxy.url': 'address of the proxy',
  'proxy.username': 'its account; with `password`',
  'proxy.password': 'a secret',
  'proxy.except': 'what is asked straight: names (and all below them), addresses, ranges; with a port or without',
  'policy.indicatorDays':
    "days after its newest article that an indicator of a feed's article holds, by type; off: it never ends. What a briefing lists stays",
  'policy.onDrift':
    "keep: an analyst's edit stays; overwrite: it is taken back; fail: the object is not written and the run fails",
  'policy.entities': "columns: Sentinel's queries end with the columns that its hunting page reads entities from",
  'policy.timeRange': "whose time range holds: the query's own, or that of Sentinel's hunting page (blade)",
  'policy.run': 'what running one hunt may cost (`huntsync run`)',
  'policy.run.seconds': 'the longest that one hunt may take',
  'policy.run.rows': 'the most rows that are fetched of one hunt',
  'policy.run.concurrency': 'how many run at a time on a platform',
  'environment.site': 'what is your own, for the queries of our catalogue; the defaults stand for nobody',
  'environment.site.domains':
    'your domains, those of your tenants at providers included; what is below them counts too',
  'environment.site.deploymentAccounts': 'accounts that roll out software and configuration',
  'environment.splunk': 'what your Splunk has beyond Splunk, CIM and our app',
  'environment.splunk.macros': 'macros, by name or with the number of their arguments: `get_asset(1)`',
  'environment.splunk.commands': 'commands of your apps',
  'environment.splunk.lookups': 'lookups, by name',
  'environment.splunk.dataModels': 'data models of your own: name, and a list of datasets',
  'environment.splunk.filterMacros':
    'true: each search of our use cases ends with a filter macro of its own; the app there has to be at least of this version',
  'environment.splunk.cimVersion':
    'version of the Common Information Model add-on: a search that groups by a field which yours lacks finds nothing',
  'environment.sentinel': 'what your workspaces have beyond the published tables',
  'environment.sentinel.tables': 'tables of your own: name, and columns with their types',
  'environment.sentinel.functions':
    'functions: a name, or a signature with the columns of its result, such as `GetLogons(user:string, days:int=7):(Account:string)`',
  'environment.sentinel.watchlists': 'watchlists that queries read',
  'environment.sentinel.watchlists.allow':
    'alias of a watchlist: queries of our use cases do not report what its search keys name (accounts, hosts, addresses, domains, file hashes)',
  'notify[].format': 'what the receiver takes: slack, teams, or json (`{"text", "subjects"}`) for one of your own',
  'notify[].on': 'what is told of; all five if not given',
};
