import { describeMetrics, type DescribedMetric } from '../../core/base/metrics/describe-metrics';
import type { Language } from '../../core/base/text/languages';

const heads: Record<Language, string> = {
	en: '| metric | type | labels | exported by | what it is |',
	pt: '| métrica | tipo | rótulos | exportada por | o que é |',
};
const table = /^\| (?:metric|métrica) \|.*\n(?:\|.*\n)+/m;

/** Writes the table of all metrics in docs/operations/metrics.md from their list. In metrics.pt.md, the last column is written by people and stays. */
export function writeMetricTable(page: string, language: Language): string {
	const written = language === 'pt' ? readLastColumn(page) : new Map<string, string>();
	const rows = describeMetrics().map((metric) => writeRow(metric, written.get(metric.name) ?? metric.help));
	return page.replace(table, () => `${[heads[language], '|---|---|---|---|---|', ...rows].join('\n')}\n`);
}

/** Returns the last cells of the rows, by metric. */
export const readLastColumn = (page: string): Map<string, string> =>
	new Map([...page.matchAll(/^\| `(\w+)` \|.* \| (.*) \|$/gm)].map(([, name = '', cell = '']) => [name, cell]));

function writeRow({ name, type, labels, programs }: DescribedMetric, help: string): string {
	const cells = Object.entries(labels).map(([label, { max, values }]) =>
		values ? `\`${label}\`: ${values.map((value) => `\`${value}\``).join(', ')}` : `\`${label}\` ≤ ${max}`,
	);
	return `| \`${name}\` | ${type} | ${cells.join('; ') || '–'} | ${programs.join(', ')} | ${help} |`;
}
