import type { Problem } from '../core/problem.ts';
import type { OnDrift } from './merge.ts';
import type { RejectNote } from './plan.ts';
import type { RetireContext } from './retire.ts';
import type { ActualObject, DesiredObject, Evidence, Fields } from './types.ts';

/** An object that a hunt wants (`wantOf` makes one; no spread copies it), rendered again once its evidence is merged with what the platform has recorded. */
export interface Wanted {
  readonly key: string;
  readonly evidence: Evidence;
  /** Other keys under which an earlier run may have written it. */
  readonly aliases?: readonly string[] | undefined;
  /** The hunt's query as its article has it, in each language: an unmanaged object may be recognised by it. */
  readonly queries?: readonly string[] | undefined;
  /** What it looks for, where it is ours and of an item of a feed: see `Hunt.observables`. */
  readonly observables?: readonly string[] | undefined;
  /** `YYYY-MM-DD`: the last day of the last of its indicators. */
  readonly validUntil?: string | undefined;
  /** @param key of the object that it already has; its own where not given. */
  render(evidence: Evidence, key?: string): DesiredObject;
}

/** What planning needs to know of a platform. */
export interface PlanTarget {
  readonly name: string;
  readonly kind: string;
  /** Which instance, without secrets: part of the plan's hash, so that a reviewed plan fits one instance only. */
  readonly target: string;
  /** The managed field that holds the query text. */
  readonly queryField: string;
  /** Managed fields that hold further queries, made of the object's own; absent where there are none. */
  readonly derivedQueryFields?: readonly string[];
  /** Managed fields that only describe the articles: a change of nothing else does not count against the change limit. */
  readonly aboutFields: readonly string[];
  /** The managed field that begins with the hunt's severity. */
  readonly severityField: string;
  /** The fields, with their values, that take an object out of use. */
  readonly retiredFields: Fields;
  /** The same fields with their values while in use. */
  readonly inUseFields: Fields;
  /** Managed fields that decide on what an object's actions act, and when; an article changes none of an object that has actions. */
  readonly actedOnFields?: readonly string[];
  /** Managed fields that switch an action on and shape it, by the action's name in `ActualObject.actions`. */
  readonly switchFields?: Readonly<Record<string, readonly string[]>>;
  /**
   * Pure: what a read returns after this evidence was written on an object (`before`: as it is now, null for a new one);
   * a platform may shorten ids (SHORT_ID_LENGTH) and cap lists.
   */
  recordable(evidence: Evidence, before: ActualObject | null): Evidence;
  /** Pure: why the platform would refuse the object; empty where it would take it. */
  audit(object: DesiredObject): readonly Problem[];
}

/**
 * What is known of a hunt on the platforms that it is left to. `there`: they have it; what is here is retired. `promised`: this run brings
 * it to them; what is here is retired once it is there, and what is not here stands by for the case that it is not. `unread`: one of them
 * cannot be read; what has never been here is made, what is in use here stays so, and what was let go of is not brought back. `unknown`: nobody has asked them,
 * one cannot be read that had it, or an operator took it out of use there; all stays as it is. A hunt that
 * they do not have is not left to them.
 */
export type Elsewhere = 'there' | 'promised' | 'unread' | 'unknown';

/** What planning depends on, besides the objects themselves. */
export interface PlanContext extends RetireContext {
  readonly onDrift: OnDrift;
  /** Unmanaged objects that may be adopted, by id or name, and hunts that may adopt one, by key. */
  readonly adopt: ReadonlySet<string>;
  /** Every unmanaged object that has the query of a hunt may be adopted. */
  readonly adoptSameQuery?: boolean;
  /** Hunts, by key, that are left to another platform of the language (`policy.prefer`), and what is known of them there. */
  readonly elsewhere?: ReadonlyMap<string, Elsewhere>;
  /** Keys of hunts that are still called for but whose query was rejected: their old objects stay as they are. */
  readonly rejected: readonly RejectNote[];
}
