/** Why a run ends without rows; both are caught by the evaluator and told as an Evaluation. */

/** What the evaluator does not know, named as it is told: `operator reduce`, `function geo_distance_2points`. */
export class NotEvaluated extends Error {
  override readonly name = 'NotEvaluated';
}

/** What Kusto itself would stop a query with. */
export class QueryFailure extends Error {
  override readonly name = 'QueryFailure';
}
