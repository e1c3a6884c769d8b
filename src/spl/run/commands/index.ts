import type { CommandCompiler } from '../compiler.ts';
import { bin } from './bin.ts';
import { append, appendpipe, join, multisearch, union } from './combine.ts';
import { convert } from './convert.ts';
import { datamodel, from } from './datamodel.ts';
import { fieldformat, fields, filldown, fillnull, rename, table } from './fields.ts';
import { evaluate, regex, where } from './filter.ts';
import { addinfo, format, makeresults, returned } from './generate.ts';
import { iplocation } from './iplocation.ts';
import { inputlookup, lookup } from './lookup.ts';
import { makemv, mvexpand, nomv, spath } from './multivalue.ts';
import { dedup, head, reverse, tail } from './order.ts';
import { rex } from './rex.ts';
import { search } from './search.ts';
import { sort } from './sort.ts';
import { eventstats, stats } from './stats.ts';
import { streamstats } from './streamstats.ts';
import { topOf } from './top.ts';
import { tstats } from './tstats.ts';

/** The commands that are evaluated, by lower-case name. Without a prototype: names come from searches. */
export const COMMANDS: Readonly<Record<string, CommandCompiler | undefined>> = Object.assign(
  Object.create(null) as Record<string, CommandCompiler>,
  {
    addinfo,
    append,
    appendpipe,
    bin,
    bucket: bin,
    convert,
    datamodel,
    dedup,
    discretize: bin,
    eval: evaluate,
    eventstats,
    fieldformat,
    fields,
    filldown,
    fillnull,
    format,
    from,
    head,
    inputlookup,
    iplocation,
    join,
    lookup,
    makemv,
    makeresults,
    multisearch,
    mvexpand,
    nomv,
    rare: topOf(true),
    regex,
    rename,
    return: returned,
    reverse,
    rex,
    search,
    sort,
    spath,
    stats,
    streamstats,
    table,
    tail,
    top: topOf(false),
    tstats,
    union,
    where,
  },
);
