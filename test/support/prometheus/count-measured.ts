import type { MetricName } from '../../../core/base/metrics/metrics';
import { measurements } from '../../../core/base/metrics/measurements';

type Labels = Record<string, string>;

/** Returns how much was added to a measured metric from now on, in the series that have these labels. Histograms count their observations. */
export function countMeasured(name: MetricName): (labels?: Labels) => number {
	const before = readCounts(name);
	return (labels = {}) => sumOf(readCounts(name), labels) - sumOf(before, labels);
}

const readCounts = (name: MetricName): Array<{ labels: Labels; count: number }> =>
	measurements
		.read('serve')
		.filter((metric) => metric.name === name)
		.flatMap(({ samples }) => samples.map(({ labels, value }) => ({ labels, count: typeof value === 'number' ? value : value.count })));

const sumOf = (counts: Array<{ labels: Labels; count: number }>, wanted: Labels): number =>
	counts
		.filter(({ labels }) => Object.entries(wanted).every(([label, value]) => labels[label] === value))
		.reduce((sum, { count }) => sum + count, 0);
