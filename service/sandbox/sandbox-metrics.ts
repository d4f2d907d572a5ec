import { type Metric, metricOf, singleValue } from '../../core/base/metrics/metrics';

/** Counts runs by kind and outcome. */
export class SandboxMetrics {
	/** By `KIND OUTCOME`. */
	readonly #runs = new Map<string, { total: number; seconds: number }>();

	count(kind: string, outcome: string, seconds: number): void {
		const key = `${kind} ${outcome}`;
		const before = this.#runs.get(key) ?? { total: 0, seconds: 0 };
		this.#runs.set(key, { total: before.total + 1, seconds: before.seconds + seconds });
	}

	read(running: number): Metric[] {
		const by = (value: (counts: { total: number; seconds: number }) => number) =>
			[...this.#runs].map(([key, counts]) => {
				const [kind = '', outcome = ''] = key.split(' ');
				return { labels: { kind, outcome }, value: value(counts) };
			});
		return [
			metricOf(
				'troupe_sandbox_runs_total',
				by(({ total }) => total),
			),
			metricOf(
				'troupe_sandbox_seconds_total',
				by(({ seconds }) => Math.round(seconds * 1000) / 1000),
			),
			singleValue('troupe_sandbox_running', running),
		];
	}
}
