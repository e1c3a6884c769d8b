import type { Confidence, Phase, Severity } from '../../knowledge/vocabulary.ts';
import type { QueryProof } from '../../prove/query.ts';
import type { Outcome } from '../run/outcome.ts';
import type { Managed } from './schema.ts';

/** The records of the definition (schema.ts) as types; a test holds what is built of these to it. */

export interface ArticleRecord extends Managed {
  readonly article_id: string;
  readonly article_title: string;
  readonly severity: Severity;
  readonly threat: string;
  readonly published: string | null;
  readonly url: string;
  readonly publishers: readonly string[];
  readonly sources: readonly string[];
  readonly techniques: readonly string[];
  readonly covers: readonly string[];
  readonly phases: readonly string[];
  readonly names: readonly string[];
  readonly campaign_id: string;
  readonly hunt_keys: readonly string[];
  readonly indicator_ids: readonly string[];
  readonly hunt_count: number;
  readonly indicator_count: number;
  readonly profile: string;
  readonly why: string;
  readonly severity_reasons: string;
  readonly evidence: string;
  readonly actions: string;
  readonly notes: string;
}

export type HuntStatus = 'active' | 'retired' | 'rejected' | 'failed' | 'no-query';

export interface HuntRecord extends Managed {
  readonly hunt_key: string;
  readonly hunt_title: string;
  readonly severity: Severity;
  readonly confidence: Confidence | '';
  readonly phase: Phase | '';
  readonly techniques: readonly string[];
  readonly techniques_from: 'useCase' | 'query' | 'article' | '';
  readonly mentions: readonly string[];
  readonly tactics: readonly string[];
  readonly article_ids: readonly string[];
  readonly article_count: number;
  readonly article_title: string;
  readonly article_url: string;
  readonly published: string | null;
  readonly first_published: string | null;
  readonly campaign: string;
  readonly campaign_id: string;
  readonly sources: readonly string[];
  readonly status: HuntStatus;
  readonly platforms: readonly string[];
  readonly retired_on: string | null;
  readonly objects: readonly string[];
  readonly query: string;
  readonly repairs: readonly string[];
  readonly additions: readonly string[];
  readonly proof: QueryProof['verdict'] | '';
  readonly problems: readonly string[];
  readonly drifted: readonly string[];
  readonly why: string;
  readonly callers: readonly string[];
  readonly false_positives: readonly string[];
  readonly does_not_cover: readonly string[];
  readonly triage: readonly string[];
  readonly references: readonly string[];
  readonly data_needs: readonly string[];
  readonly notes: readonly string[];
}

export interface IndicatorRecord extends Managed {
  readonly valid_until: string | null;
  readonly indicator_id: string;
  readonly indicator_type: string;
  readonly indicator_value: string;
  readonly severity: Severity;
  readonly article_ids: readonly string[];
  readonly article_count: number;
  readonly published: string | null;
  readonly hunt_keys: readonly string[];
  readonly sources: readonly string[];
}

export interface RunRecord extends Managed {
  readonly hunt_key: string;
  readonly outcome: Outcome;
  readonly ran_at: string;
  readonly hits: number;
  readonly truncated: boolean;
  readonly new_hits: boolean;
  readonly hosts: readonly string[];
  readonly host_count: number;
  readonly users: readonly string[];
  readonly user_count: number;
  readonly first_hit: string;
  readonly last_hit: string;
  readonly duration_ms: number;
  readonly earliest: string;
  readonly latest: string;
  readonly missing: readonly string[];
  readonly error: string;
  readonly evidence: readonly string[];
  readonly history: readonly string[];
}

/** What a run knows of a record, before it is known whether it has to be written. */
export type Own<T extends Managed> = Omit<T, keyof Managed>;
