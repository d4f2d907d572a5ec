import type { Kernel } from '../flow/kernel';

/** Current contents, and totals since the start. Counts only. */
export interface EngineStatus {
	instances: { active: number; started: number; completed: number; terminated: number };
	/** `backoff`: failed jobs before their retry. */
	jobs: { activatable: number; activated: number; backoff: number };
	userTasks: number;
	incidents: number;
	timers: number;
	bufferedMessages: number;
	queuedCommands: number;
	events: number;
}

interface EngineTotals {
	started: number;
	completed: number;
	terminated: number;
}

const one = (kernel: Kernel, sql: string): number => kernel.database.get<{ n: number }>(sql)!.n;

export function readStatus(kernel: Kernel, totals: EngineTotals, queuedCommands: number): EngineStatus {
	const jobsIn = (state: string) => one(kernel, `SELECT count(*) AS n FROM job WHERE state = '${state}'`);
	return {
		// An instance is one element instance in no scope; ended ones are in another table.
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
