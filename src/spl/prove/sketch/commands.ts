import { changes, convert, fillnull, iplocation, mvexpand, regex, rex, top, widened } from './change.ts';
import { append, appendpipe, join, merged } from './combine.ts';
import { evaluate, fields, rename, table, where } from './fields.ts';
import { eventstats, stats } from './group.ts';
import { search, tstats } from './read.ts';
import { type Step, same } from './step.ts';

export const STEPS: Readonly<Record<string, Step | undefined>> = Object.assign(
  Object.create(null) as Record<string, Step>,
  {
    append,
    appendpipe,
    bin: changes,
    bucket: changes,
    convert,
    dedup: same,
    discretize: changes,
    eval: evaluate,
    eventstats,
    fieldformat: widened,
    fields,
    fillnull,
    head: same,
    iplocation,
    join,
    lookup: widened,
    makemv: changes,
    multisearch: merged,
    mvexpand,
    nomv: changes,
    rare: top,
    regex,
    rename,
    reverse: same,
    rex,
    search,
    sort: same,
    spath: widened,
    stats,
    streamstats: eventstats,
    table,
    tail: same,
    top,
    tstats,
    union: merged,
    where,
  },
);
