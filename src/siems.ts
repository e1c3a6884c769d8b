import { defender } from './defender/siem.ts';
import { sentinel } from './sentinel/siem.ts';
import { splunk } from './splunk/siem.ts';
import type { Siem } from './sync/siem.ts';

/** The kinds of SIEM that hunts are kept in, in the order in which outputs name them. Each is one folder, and one entry here. */
export const SIEMS: readonly Siem[] = [splunk, sentinel, defender];
