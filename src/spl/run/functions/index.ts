import { CONDITIONS, INFORMATION, IP_FUNCTIONS } from './conditions.ts';
import { JSON_FUNCTIONS } from './json.ts';
import type { Make } from './make.ts';
import { MULTIVALUE } from './multivalue.ts';
import { NUMBERS, PRINTF, STATISTICS, TIME } from './numbers.ts';
import { CONVERSION, TEXT } from './text.ts';

/** The functions of eval that are evaluated, by lower-case name. Without a prototype: names come from searches. */
export const FUNCTIONS: Readonly<Record<string, Make | undefined>> = Object.assign(
  Object.create(null) as Record<string, Make>,
  CONDITIONS,
  INFORMATION,
  IP_FUNCTIONS,
  JSON_FUNCTIONS,
  MULTIVALUE,
  NUMBERS,
  PRINTF,
  STATISTICS,
  TIME,
  CONVERSION,
  TEXT,
);
