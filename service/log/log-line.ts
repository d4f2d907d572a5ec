export const logLevels = ['info', 'warn', 'error'] as const;
export type LogLevel = (typeof logLevels)[number];

/** A masked line. `run`, `trace` and `tenant` have one meaning everywhere: a run's id, its trace (32 hex digits), and its tenant. */
export interface LogLine extends Record<string, unknown> {
	/** ISO 8601. */
	time: string;
	level: LogLevel;
	message: string;
	run?: string;
	trace?: string;
	tenant?: string;
}
