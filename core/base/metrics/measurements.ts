import { DurationHistogram } from '../statistics/duration-histogram';
import type { MetricDefinition, Program } from './definition';
import { measuredMetrics } from './list/measured-metrics';
import type { HistogramName, LabelsOf, Metric, NumberName } from './metrics';

type Measured = keyof typeof measuredMetrics;
interface Series {
	labels: Record<string, string>;
	value: number | DurationHistogram;
}

/** Counters with a max number of label values. */
export class Measurements {
	readonly #series = new Map<Measured, Map<string, Series>>();
	readonly #values = new Map<string, Set<string>>();

	count<Name extends Measured & NumberName>(name: Name, labels: LabelsOf<Name>, by = 1): void {
		const series = this.#find(name, labels);
		series.value = (series.value as number) + by;
	}

	observe<Name extends Measured & HistogramName>(name: Name, labels: LabelsOf<Name>, seconds: number): void {
		(this.#find(name, labels).value as DurationHistogram).observe(Math.max(0, seconds));
	}

	/** Returns a program's metrics. A counter with few label values has all of them from the start, with 0. */
	read(program: Program): Metric[] {
		return Object.entries<MetricDefinition>(measuredMetrics)
			.filter(([, { programs }]) => programs.includes(program))
			.map(([key, definition]) => {
				const name = key as Measured;
				for (const labels of listKnown(definition)) this.#find(name, labels as never);
				return { name, samples: [...(this.#series.get(name)?.values() ?? [])] };
			});
	}

	#find<Name extends Measured>(name: Name, given: LabelsOf<Name>): Series {
		const definition: MetricDefinition = measuredMetrics[name];
		const labels = Object.fromEntries(
			Object.entries(definition.labels).map(([label, bound]) => {
				const value = (given as Record<string, string>)[label]!;
				return [label, 'max' in bound ? this.#tellApart(`${name} ${label}`, value, bound.max) : value];
			}),
		);
		const series = this.#series.get(name) ?? new Map<string, Series>();
		this.#series.set(name, series);
		const key = JSON.stringify(Object.values(labels));
		const found = series.get(key) ?? { labels, value: definition.type === 'histogram' ? new DurationHistogram() : 0 };
		series.set(key, found);
		return found;
	}

	/** A series is never removed: senders of requests must not fill the memory. */
	#tellApart(label: string, value: string, max: number): string {
		const values = this.#values.get(label) ?? new Set();
		this.#values.set(label, values);
		if (values.size < max && value.length <= maxLength) values.add(value);
		return values.has(value) ? value : 'other';
	}
}

const maxLength = 200;

/** Returns the label combinations known in advance; none if a label is open. */
function listKnown({ type, labels }: MetricDefinition): Array<Record<string, string>> {
	if (type !== 'counter') return [];
	let known: Array<Record<string, string>> = [{}];
	for (const [label, values] of Object.entries(labels)) {
		if ('max' in values) return [];
		known = known.flatMap((one) => values.map((value) => ({ ...one, [label]: value })));
	}
	return known;
}

/** One for all parts of the process, as in Prometheus's own clients. */
export const measurements = new Measurements();
