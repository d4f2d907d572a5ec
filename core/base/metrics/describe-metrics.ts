import type { MetricType, Program } from './definition';
import { listMetrics, type MetricName } from './metrics';

export interface DescribedMetric {
	name: MetricName;
	type: MetricType;
	/** Null for a pure count. */
	unit: string | null;
	help: string;
	/** Max values of each label, with known ones. */
	labels: Record<string, { max: number; values?: readonly string[] }>;
	programs: readonly Program[];
}

const units = ['seconds', 'bytes', 'ratio', 'tokens', 'usd'];

export const describeMetrics = (): DescribedMetric[] =>
	listMetrics().map(({ name, type, help, labels, programs }) => ({
		name,
		type,
		unit: findUnit(name),
		help,
		labels: Object.fromEntries(
			Object.entries(labels).map(([label, values]) => [label, 'max' in values ? { max: values.max } : { max: values.length, values }]),
		),
		programs,
	}));

/** Prometheus convention: a name ends with its unit, before `_total`. */
const findUnit = (name: string): string | null => units.find((unit) => name.replace(/_total$/, '').endsWith(`_${unit}`)) ?? null;
