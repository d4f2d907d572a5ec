import { describeMetrics, type DescribedMetric } from '../../core/base/metrics/describe-metrics';

const table = /^\| metric \|.*\n(?:\|.*\n)+/m;

/** Writes the table of all metrics in docs/operations/metrics.md from their list. */
export function writeMetricTable(page: string): string {
	const rows = describeMetrics().map(writeRow);
	return page.replace(
		table,
		() => `${['| metric | type | labels | exported by | what it is |', '|---|---|---|---|---|', ...rows].join('\n')}\n`,
	);
}

function writeRow({ name, type, labels, programs, help }: DescribedMetric): string {
	const cells = Object.entries(labels).map(([label, { max, values }]) =>
		values ? `\`${label}\`: ${values.map((value) => `\`${value}\``).join(', ')}` : `\`${label}\` ≤ ${max}`,
	);
	return `| \`${name}\` | ${type} | ${cells.join('; ') || '–'} | ${programs.join(', ')} | ${help} |`;
}
