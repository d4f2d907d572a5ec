import type { DurationHistogram } from '../statistics/duration-histogram';
import type { MetricDefinition, Program } from './definition';
import { channelMetrics } from './list/channel-metrics';
import { jobMetrics } from './list/job-metrics';
import { measuredMetrics } from './list/measured-metrics';
import { processMetrics } from './list/process-metrics';
import { qualityMetrics } from './list/quality-metrics';
import { serviceMetrics } from './list/service-metrics';

/** All metrics of Troupe; others cannot be exported. */
export const metrics = {
	...processMetrics,
	...measuredMetrics,
	...qualityMetrics,
	...jobMetrics,
	...channelMetrics,
	...serviceMetrics,
} as const;

type Metrics = typeof metrics;
export type MetricName = keyof Metrics;
type NameOf<Type extends MetricDefinition['type']> = {
	[Name in MetricName]: Metrics[Name]['type'] extends Type ? Name : never;
}[MetricName];

export type LabelsOf<Name extends MetricName> = {
	-readonly [Label in keyof Metrics[Name]['labels']]: Metrics[Name]['labels'][Label] extends ReadonlyArray<infer Value> ? Value : string;
};

export type NumberName = NameOf<'counter' | 'gauge'>;
export type HistogramName = NameOf<'histogram'>;
type ValueOf<Name extends MetricName> = Name extends HistogramName ? Pick<DurationHistogram, 'buckets' | 'sum' | 'count'> : number;

interface Sample<Name extends MetricName> {
	labels: LabelsOf<Name>;
	value: ValueOf<Name>;
}

export interface Metric {
	name: MetricName;
	samples: Array<{ labels: Record<string, string>; value: Sample<MetricName>['value'] }>;
}

export const metricOf = <Name extends MetricName>(name: Name, samples: Array<Sample<Name>>): Metric => ({
	name,
	samples: samples as Metric['samples'],
});

export const singleValue = <Name extends NumberName>(
	name: Record<never, never> extends LabelsOf<Name> ? Name : never,
	value: number,
): Metric => ({
	name,
	samples: [{ labels: {}, value }],
});

export const listMetrics = (program?: Program): Array<MetricDefinition & { name: MetricName }> =>
	Object.entries<MetricDefinition>(metrics)
		.filter(([, { programs }]) => program === undefined || programs.includes(program))
		.map(([name, definition]) => ({ name: name as MetricName, ...definition }));
