import type { Kernel } from '../flow/kernel';

/** Contents of an embedded engine at a moment, and its totals since it was opened. Counts only. */
export interface EngineStatus {
	instances: { active: number; started: number; completed: number; terminated: number };
	/** `backoff`: failed ones that are tried again later. */
	jobs: { activatable: number; activated: number; backoff: number };
	userTasks: number;
	incidents: number;
	timers: number;
	bufferedMessages: number;
	/** Commands that wait for their transaction. */
	queuedCommands: number;
	/** Events ever logged. */
	events: number;
}

/** Totals since the engine was opened; transactions that were undone do not count. */
interface EngineTotals {
	started: number;
	completed: number;
	terminated: number;
}

const one = (kernel: Kernel, sql: string): number => kernel.database.get<{ n: number }>(sql)!.n;

/** Reads the counts from the state. */
export function readStatus(kernel: Kernel, totals: EngineTotals, queuedCommands: number): EngineStatus {
	const jobsIn = (state: string) => one(kernel, `SELECT count(*) AS n FROM job WHERE state = '${state}'`);
	return {
		// An instance is one element instance in no scope; ended ones are kept in another table.
		instances: { active: one(kernel, 'SELECT count(*) AS n FROM element_instance WHERE scope_key = 0'), ...totals },
		jobs: {
			activatable: jobsIn('ACTIVATABLE'),
			activated: jobsIn('ACTIVATED'),
			backoff: one(kernel, "SELECT count(*) AS n FROM job WHERE state = 'FAILED' AND due IS NOT NULL"),
		},
		userTasks: one(kernel, 'SELECT count(*) AS n FROM user_task'),
		incidents: one(kernel, 'SELECT count(*) AS n FROM incident'),
		timers: one(kernel, 'SELECT count(*) AS n FROM timer'),
		bufferedMessages: one(kernel, 'SELECT count(*) AS n FROM message'),
		queuedCommands,
		events: one(kernel, 'SELECT coalesce(max(position), 0) AS n FROM event_log'),
	};
}
