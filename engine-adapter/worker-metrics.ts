import { DurationHistogram } from '../core/base/statistics/duration-histogram';
import { ChannelMetrics } from '../core/channels/channel-metrics';
import type { CredentialRecord } from '../core/ports/access/credentials';
import { decorate } from './decorate';
import type { JobOutcome } from './engine/jobs';
import type { ProcessEngine } from './engine/process-engine';

interface JobCounts {
	activated: number;
	running: number;
	durations: DurationHistogram;
	failures: Map<string, number>;
	delivered: Record<JobOutcome['kind'] | 'superseded' | 'undelivered', number>;
	troubles: number;
	lastPolledAt?: number;
}

const countFailure = ({ failures }: JobCounts, code = 'unknown'): void => void failures.set(code, (failures.get(code) ?? 0) + 1);

export class WorkerMetrics {
	readonly types = new Map<string, JobCounts>();
	readonly channels = new ChannelMetrics();
	/** Milliseconds since the epoch of the last failed job, failed poll or undelivered outcome. */
	lastErrorAt: number | undefined;
	backPressured = 0;
	readonly refusals = new Map<string, { total: number; isRefused: boolean }>();
	readonly budgets = new Map<string, { budget: string; percent: '80' | '100'; total: number }>();
	credentials: CredentialRecord[] = [];
	#unanswered = 0;

	constructor(private readonly now: () => number = Date.now) {}

	countGate(type: string, isRefused: boolean): void {
		const total = this.refusals.get(type)?.total ?? 0;
		this.refusals.set(type, { total: total + Number(isRefused), isRefused });
		if (isRefused) this.lastErrorAt = this.now();
	}

	countBudget(budget: string, percent: 80 | 100): void {
		const key = JSON.stringify([budget, percent]);
		const { total = 0 } = this.budgets.get(key) ?? {};
		this.budgets.set(key, { budget, percent: `${percent}`, total: total + 1 });
	}

	readonly onBackPressure = (): void => void (this.backPressured += 1);

	/** `open`, or `unreachable` after three failed polls in a row. */
	get clusterState(): string {
		return this.#unanswered < 3 ? 'open' : 'unreachable';
	}

	countOn<Engine extends ProcessEngine>(engine: Engine): Engine {
		const openWorker: ProcessEngine['openWorker'] = (type, options, handler) => {
			const counts = this.#getCounts(type);
			return engine.openWorker(
				type,
				{
					...options,
					onDelivered: (became) => {
						counts.delivered[became] += 1;
						if (became === 'fail' || became === 'undelivered') this.lastErrorAt = this.now();
						options.onDelivered?.(became);
					},
					onTrouble: (error) => {
						counts.troubles += 1;
						this.#unanswered += 1;
						this.lastErrorAt = this.now();
						options.onTrouble?.(error);
					},
					onAnswer: () => {
						this.#unanswered = 0;
						counts.lastPolledAt = this.now();
						options.onAnswer?.();
					},
				},
				async (job, signal) => {
					const startedAt = performance.now();
					counts.activated += 1;
					counts.running += 1;
					try {
						const outcome = await handler(job, signal);
						if (outcome.kind === 'fail') countFailure(counts, outcome.code);
						return outcome;
					} finally {
						counts.running -= 1;
						counts.durations.observe((performance.now() - startedAt) / 1000);
					}
				},
			);
		};
		return decorate(engine, { openWorker } as Partial<Engine>);
	}

	#getCounts(type: string): JobCounts {
		const counts = this.types.get(type) ?? {
			activated: 0,
			running: 0,
			durations: new DurationHistogram(),
			failures: new Map(),
			delivered: { complete: 0, 'bpmn-error': 0, fail: 0, wait: 0, superseded: 0, undelivered: 0 },
			troubles: 0,
		};
		this.types.set(type, counts);
		return counts;
	}
}
