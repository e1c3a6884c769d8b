export type RuleStatus = 'enabled' | 'disabled' | 'autoDisabled';

/** The mappings of result columns to entities, by kind: `hosts: [{ deviceIdColumn: 'DeviceId' }]`. */
export type EntityMappings = Readonly<Record<string, readonly Readonly<Record<string, string>>[]>>;

export interface AlertTemplate {
  title: string;
  description?: string | null;
  severity: string;
  recommendedActions?: string | null;
  tactics?: readonly unknown[] | null;
  entityMappings?: EntityMappings | null;
  /** Name of a detail to the result column that fills it. */
  customDetails?: Readonly<Record<string, string>> | null;
}

/** What a client may write of a rule. */
export interface RuleContent {
  displayName: string;
  description?: string | null;
  status: RuleStatus;
  queryCondition: { queryText: string };
  /** An ISO 8601 duration in .NET's spelling: a whole day is P1D. */
  schedule: { frequency: string };
  detectionAction: { alertTemplate: AlertTemplate; automatedActions?: unknown; organizationalScope?: unknown };
}

export interface DetectionRule extends RuleContent {
  id: string;
  createdBy: string;
  createdDateTime: string;
  lastModifiedBy: string;
  lastModifiedDateTime: string;
}

/** Everything that the stand-in remembers: plain JSON. */
export interface GraphState {
  /** By `/id`, so that no id can be `__proto__`; in the order of their making. */
  rules: Record<string, DetectionRule>;
}

export function emptyGraphState(): GraphState {
  return { rules: {} };
}
