import Table from 'cli-table3';

/** One figure of the bench. */
export interface Row {
  readonly what: string;
  readonly value: number;
  readonly unit?: string;
  /** What it has to reach, and from which side. A figure without one is told, and judged by nobody. */
  readonly atMost?: number;
  readonly atLeast?: number;
  /** What the figure was made of. */
  readonly from?: string;
  /** A ratio of two things measured side by side: the same on any machine, so that it can be compared with an earlier run. */
  readonly isRatio?: boolean;
  /** Where no limit says which way is better: the higher, unless it is a cost. */
  readonly isCost?: boolean;
}

export function holds({ value, atMost = Number.POSITIVE_INFINITY, atLeast = Number.NEGATIVE_INFINITY }: Row): boolean {
  return value <= atMost && value >= atLeast;
}

/** The figures for people, each with its limit beside it. */
export function tableOf(rows: readonly Row[]): string {
  const table = new Table({ head: ['what', 'figure', 'limit', '', 'from'], style: { head: [], border: [] } });
  for (const row of rows) {
    const { what, value, unit = '', atMost, atLeast, from = '' } = row;
    const limit = atMost !== undefined ? `≤ ${plain(atMost)}` : atLeast !== undefined ? `≥ ${plain(atLeast)}` : '';
    table.push([
      what,
      `${plain(value)}${unit === '' ? '' : ` ${unit}`}`,
      limit,
      limit === '' ? '' : holds(row) ? 'holds' : 'MISSED',
      from,
    ]);
  }
  return table.toString();
}

function plain(value: number): string {
  if (Number.isInteger(value)) return value.toLocaleString('en');
  return Math.abs(value) >= 100 ? Math.round(value).toLocaleString('en') : value.toFixed(value < 10 ? 2 : 1);
}

/** The ratios by what they are of: what an earlier run can be compared with. */
export function ratiosOf(
  rows: readonly Row[],
): Record<string, { readonly value: number; readonly better: 'low' | 'high' }> {
  const own = rows.filter(({ isRatio }) => isRatio === true);
  return Object.fromEntries(
    own.map(({ what, value, atMost, isCost }) => [
      what,
      { value: Number(value.toFixed(3)), better: atMost !== undefined || isCost ? 'low' : 'high' },
    ]),
  );
}
