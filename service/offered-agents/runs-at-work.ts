import type { AgentOutcome } from '../../core/agents/agent-outcome';
import { RunTape } from './run-tape';

type Settled = { outcome: AgentOutcome } | { error: unknown };

export interface RunAtWork {
	stop: AbortController;
	message?: string;
	tape: RunTape;
	settled?: Settled;
	done: Promise<void>;
}

/** Beyond this, unasked ended runs are forgotten. */
const maxRuns = 1_000;

export class RunsAtWork {
	/** Oldest first. */
	readonly #runs = new Map<string, RunAtWork>();

	find(runId: string): RunAtWork | undefined {
		return this.#runs.get(runId);
	}

	start(
		runId: string,
		perform: (signal: AbortSignal, report: (message: string) => void, tape: RunTape) => Promise<AgentOutcome>,
	): RunAtWork {
		const stop = new AbortController();
		const run: RunAtWork = { stop, tape: new RunTape(), done: Promise.resolve() };
		const performed = perform(stop.signal, (message) => (run.message = message), run.tape);
		run.done = performed
			.then(
				(outcome) => void (run.settled = { outcome }),
				(error: unknown) => void (run.settled = { error }),
			)
			.finally(() => run.tape.end());
		this.#runs.set(runId, run);
		this.#forgetOldest();
		return run;
	}

	/** @param run only this one, not a later one under its id */
	forget(runId: string, run?: RunAtWork): void {
		if (!run || this.#runs.get(runId) === run) this.#runs.delete(runId);
	}

	/** Ends all: another process, or the next one, continues them. */
	async close(): Promise<void> {
		const runs = [...this.#runs.values()];
		for (const { stop } of runs) stop.abort(new Error('the service stops'));
		await Promise.all(runs.map(({ done }) => done));
	}

	#forgetOldest(): void {
		for (const [runId, { settled }] of this.#runs) {
			if (this.#runs.size <= maxRuns) return;
			if (settled) this.#runs.delete(runId);
		}
	}
}
