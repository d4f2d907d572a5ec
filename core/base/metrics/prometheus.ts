import type { MetricDefinition } from './definition';
import { type Metric, metrics } from './metrics';

interface Written {
	metricName?: string;
	labels: Record<string, string | number>;
	value: number;
}

/** Converts to the shape that prom-client's registries write. Its own classes count by themselves. */
export function toPrometheus({ name, samples }: Metric) {
	const { help, type }: MetricDefinition = metrics[name];
	return { name, help, type, aggregator: 'sum' as const, values: samples.flatMap((sample) => writeSample(name, sample)) };
}

function writeSample(name: string, { labels, value }: Metric['samples'][number]): Written[] {
	if (typeof value === 'number') return [{ labels, value }];
	const bucket = (le: number | string, count: number) => ({ metricName: `${name}_bucket`, labels: { ...labels, le }, value: count });
	return [
		...value.buckets.map(([bound, count]) => bucket(bound, count)),
		bucket('+Inf', value.count),
		{ metricName: `${name}_sum`, labels, value: value.sum },
		{ metricName: `${name}_count`, labels, value: value.count },
	];
}
