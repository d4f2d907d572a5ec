import { randomUUID } from 'node:crypto';
import type { MetricsReport } from '../registry/registry-api';

interface RolloutReportsOptions {
	instance: string;
	send(rollout: string, report: MetricsReport): Promise<void>;
	onFault?: (error: unknown) => void;
	/** Batch interval in milliseconds. Default 5,000. */
	everyMs?: number;
}

const maxRollouts = 200;
/** The registry refuses larger reports. */
const maxCount = 10_000;
/** Max attempts. After that the rollout is over, or its registry is gone. */
const maxTries = 20;

interface Counts {
	rollout: string;
	version: string;
	succeeded: number;
	failed: number;
	'judged-passed': number;
	'judged-failed': number;
}

export type RunOutcome = 'succeeded' | 'failed' | 'judged-passed' | 'judged-failed';

/** A sent report that may have arrived. Resent unchanged, with its number: it counts once. */
interface Sent {
	rollout: string;
	report: MetricsReport;
	tries: number;
}

export class RolloutReports {
	readonly #options: RolloutReportsOptions;
	/** Unique per process: each process numbers its reports. */
	readonly #instance: string;
	readonly #counts = new Map<string, Counts>();
	readonly #unconfirmed = new Map<string, Sent>();
	#sequence = 0;
	#timer?: NodeJS.Timeout;
	#sending?: Promise<void>;

	constructor(options: RolloutReportsOptions) {
		this.#options = options;
		this.#instance = `${options.instance}/${randomUUID().slice(0, 8)}`;
	}

	readonly add = (rollout: string, version: string, outcome: RunOutcome): void => {
		const key = `${rollout}@${version}`;
		const counts = this.#counts.get(key) ?? { rollout, version, succeeded: 0, failed: 0, 'judged-passed': 0, 'judged-failed': 0 };
		if (!this.#counts.has(key) && this.#counts.size >= maxRollouts) return;
		if (counts[outcome] < maxCount) counts[outcome] += 1;
		this.#counts.set(key, counts);
		this.#schedule();
	};

	flush(): Promise<void> {
		return (this.#sending ??= this.#send().finally(() => (this.#sending = undefined)));
	}

	#schedule(): void {
		if (this.#timer !== undefined) return;
		this.#timer = setTimeout(() => {
			this.#timer = undefined;
			void this.flush();
		}, this.#options.everyMs ?? 5_000).unref();
	}

	async #send(): Promise<void> {
		for (const key of new Set([...this.#unconfirmed.keys(), ...this.#counts.keys()])) {
			// One report at a time per rollout: a later number would invalidate an earlier one.
			while (this.#next(key)) if (!(await this.#deliver(key, this.#next(key)!))) break;
		}
		if (this.#unconfirmed.size > 0 || this.#counts.size > 0) this.#schedule();
	}

	#next(key: string): Sent | undefined {
		const unconfirmed = this.#unconfirmed.get(key);
		if (unconfirmed) return unconfirmed;
		const counts = this.#counts.get(key);
		if (!counts) return undefined;
		this.#counts.delete(key);
		const { rollout, version, succeeded, failed, 'judged-passed': judgedPassed, 'judged-failed': judgedFailed } = counts;
		this.#sequence += 1;
		const judged = judgedPassed + judgedFailed > 0 && { judged: { passed: judgedPassed, failed: judgedFailed } };
		const report = { instance: this.#instance, version, succeeded, failed, ...judged, sequence: this.#sequence };
		const sent = { rollout, report, tries: 0 };
		this.#unconfirmed.set(key, sent);
		return sent;
	}

	async #deliver(key: string, sent: Sent): Promise<boolean> {
		sent.tries += 1;
		try {
			await this.#options.send(sent.rollout, sent.report);
			this.#unconfirmed.delete(key);
			return true;
		} catch (error) {
			this.#options.onFault?.(error);
			if (sent.tries >= maxTries) this.#unconfirmed.delete(key);
			return false;
		}
	}
}
