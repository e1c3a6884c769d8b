/**
 * SPL commands by what they do to the pipeline
 * (https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Commandsbytype; internal commands from
 * https://docs.splunk.com/Documentation/Splunk/latest/Admin/Searchbnfconf). Aliases stand beside their command.
 */
const GENERATING = `datamodel dbinspect eventcount from gentimes history inputcsv inputintelligence inputlookup loadjob
  makeresults mcatalog metadata metasearch mpreview msearch mstats multisearch pivot rest savedsearch search searchtxn
  set tstats typeahead union walklex`;

const TRANSFORMING = `addtotals af analyzefields anomalousvalue arules associate chart cofilter contingency correlate counttable ctable
  diff fieldsummary findkeywords findtypes folderize gauge geostats kmeans makecontinuous mvcombine outlier overlap rare
  sichart sirare sistats sitimechart sitop stats table timechart top transpose trendline tscollect typelearner untable
  x11 xyseries maketable timewrap predict`;

const STATEFUL = `accum addcoltotals anomalies anomalydetection append appendcols appendpipe autoregress bin bucket bucketdir cluster
  concurrency dedup delta discretize entitymerge eventstats filldown fillnull head join localize map redistribute reverse
  rtorder selfjoin sort streamstats tail transaction transam uniq`;

const STREAMING = `abstract addinfo ai appendfields collapse collect convert createrss delete dump erex eval expand extract fieldformat
  fields flatten foreach format fromjson geom geomfilter highlight iconify iplocation kv kvform localop lookup makejson
  makemv mcollect meventcollect mvexpand multikv nomv noop outputcsv outputlookup outputtext prjob rangemap regex
  relevancy reltime rename replace require return rex run runshellscript script scrub sendalert sendemail sendmodalert
  setfields spath strcat summaryindex tags tojson typer where xmlkv xmlunescape xpath`;

export type CommandKind = 'generating' | 'transforming' | 'stateful' | 'streaming';

export const SPL_COMMANDS: ReadonlyMap<string, CommandKind> = new Map(
  (
    [
      ['generating', GENERATING],
      ['transforming', TRANSFORMING],
      ['stateful', STATEFUL],
      ['streaming', STREAMING],
    ] as const
  ).flatMap(([kind, names]) => names.split(/\s+/).map((name) => [name, kind] as const)),
);
