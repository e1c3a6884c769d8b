import { scaleBand, scaleLinear } from 'd3-scale';
import { stack } from 'd3-shape';
import { SEVERITIES } from '../knowledge/vocabulary.ts';
import { type Markup, markup } from './html-text.ts';
import type { MonthOfHunts } from './weekly.ts';

const WIDTH = 720;
const HEIGHT = 220;
const MARGIN = { top: 12, right: 8, bottom: 26, left: 34 };

/** Stacked bars, a month each, as SVG; its colours are classes of the page's style. */
export function huntsChart(months: readonly MonthOfHunts[]): Markup {
  const totals = months.map(({ counts }) => SEVERITIES.reduce((sum, severity) => sum + counts[severity], 0));
  const x = scaleBand(
    months.map(({ month }) => month),
    [MARGIN.left, WIDTH - MARGIN.right],
  ).padding(0.25);
  const y = scaleLinear([0, Math.max(1, ...totals)], [HEIGHT - MARGIN.bottom, MARGIN.top]).nice(4);
  const layers = stack<MonthOfHunts>()
    .keys([...SEVERITIES].reverse())
    .value(({ counts }, severity) => counts[severity as keyof typeof counts])([...months]);
  const bars = layers.flatMap((layer) =>
    layer.map(([from, to], index) => {
      const { month = '' } = months[index] ?? {};
      const height = y(from) - y(to);
      return (
        height > 0 &&
        markup`<rect class="bar ${layer.key}" x="${round(x(month) ?? 0)}" y="${round(y(to))}" width="${round(x.bandwidth())}" height="${round(height)}"><title>${month}: ${to - from} ${layer.key}</title></rect>`
      );
    }),
  );
  const ticks = y.ticks(4).filter(Number.isInteger);
  const told = months.map(({ month }, index) => `${month}: ${totals[index]}`).join(', ');
  return markup`<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="Hunts in use by the month of their oldest article. ${told}">
${ticks.map((tick) => markup`<line class="grid" x1="${MARGIN.left}" x2="${WIDTH - MARGIN.right}" y1="${round(y(tick))}" y2="${round(y(tick))}"/><text x="${MARGIN.left - 6}" y="${round(y(tick) + 4)}" text-anchor="end">${tick}</text>`)}
${bars}
${months.map(({ month }) => markup`<text x="${round((x(month) ?? 0) + x.bandwidth() / 2)}" y="${HEIGHT - 8}" text-anchor="middle">${month.slice(2)}</text>`)}
</svg>`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
