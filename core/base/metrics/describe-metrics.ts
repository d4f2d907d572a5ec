import type { MetricType, Program } from './definition';
import { listMetrics, type MetricName } from './metrics';

/** A metric as people and programs read about it. */
export interface DescribedMetric {
	name: MetricName;
	type: MetricType;
	/** Null for what is only counted. */
	unit: string | null;
	help: string;
	/** Max how many values each label has, and which where they are known. */
	labels: Record<string, { max: number; values?: readonly string[] }>;
	programs: readonly Program[];
}

const units = ['seconds', 'bytes', 'ratio', 'tokens', 'usd'];

/** Describes every metric, in the order of the list. */
export const describeMetrics = (): DescribedMetric[] =>
	listMetrics().map(({ name, type, help, labels, programs }) => ({
		...{ name, type, unit: findUnit(name), help },
		labels: Object.fromEntries(
			Object.entries(labels).map(([label, values]) => [label, 'max' in values ? { max: values.max } : { max: values.length, values }]),
		),
		programs,
	}));

/** By the convention of Prometheus, a name ends with its unit, before `_total`. */
const findUnit = (name: string): string | null => units.find((unit) => name.replace(/_total$/, '').endsWith(`_${unit}`)) ?? null;
