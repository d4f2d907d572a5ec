import { randomUUID } from 'node:crypto';
import type { MetricsReport } from '../registry/registry-api';

interface RolloutReportsOptions {
	instance: string;
	send(rollout: string, report: MetricsReport): Promise<void>;
	/** Told of reports that could not be sent; nothing is thrown into a run. */
	onFault?: (error: unknown) => void;
	/** Milliseconds that outcomes are gathered for. Default 5,000. */
	everyMs?: number;
}

const MAX_ROLLOUTS = 200;
const MAX_COUNT = 100_000;
/** How many times a report is sent before it is given up: the rollout it is of is over by then, or its registry gone. */
const MAX_TRIES = 20;

interface Counts {
	rollout: string;
	version: string;
	succeeded: number;
	failed: number;
}

/** A report that was sent and may have arrived: it is sent again as it was, with its number, so that it counts once. */
interface Sent {
	rollout: string;
	report: MetricsReport;
	tries: number;
}

/** Counts how runs ended and tells the registry, gathered, in the background, within bounds. */
export class RolloutReports {
	readonly #options: RolloutReportsOptions;
	/** With a part of this process's own: its reports are numbered, and those of the machine's other processes have numbers of their own. */
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

	readonly add = (rollout: string, version: string, outcome: 'succeeded' | 'failed'): void => {
		const key = `${rollout}@${version}`;
		const counts = this.#counts.get(key) ?? { rollout, version, succeeded: 0, failed: 0 };
		if (!this.#counts.has(key) && this.#counts.size >= MAX_ROLLOUTS) return;
		if (counts[outcome] < MAX_COUNT) counts[outcome] += 1;
		this.#counts.set(key, counts);
		this.#schedule();
	};

	/** Sends what is there, now. Never fails. */
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
			// One at a time for each rollout: a later number would make an earlier one count for nothing.
			while (this.#next(key)) if (!(await this.#tell(key, this.#next(key)!))) break;
		}
		if (this.#unconfirmed.size > 0 || this.#counts.size > 0) this.#schedule();
	}

	#next(key: string): Sent | undefined {
		const unconfirmed = this.#unconfirmed.get(key);
		if (unconfirmed) return unconfirmed;
		const counts = this.#counts.get(key);
		if (!counts) return undefined;
		this.#counts.delete(key);
		const { rollout, ...counted } = counts;
		this.#sequence += 1;
		const sent = { rollout, report: { instance: this.#instance, ...counted, sequence: this.#sequence }, tries: 0 };
		this.#unconfirmed.set(key, sent);
		return sent;
	}

	async #tell(key: string, sent: Sent): Promise<boolean> {
		sent.tries += 1;
		try {
			await this.#options.send(sent.rollout, sent.report);
			this.#unconfirmed.delete(key);
			return true;
		} catch (error) {
			this.#options.onFault?.(error);
			if (sent.tries >= MAX_TRIES) this.#unconfirmed.delete(key);
			return false;
		}
	}
}
