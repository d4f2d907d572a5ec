export const logLevels = ['info', 'warn', 'error'] as const;
export type LogLevel = (typeof logLevels)[number];

/** One line, masked. Everywhere, `run`, `trace` and `tenant` are the same: the id of a run, of its trace (32 hex digits), and whose it is. */
export interface LogLine extends Record<string, unknown> {
	/** ISO 8601. */
	time: string;
	level: LogLevel;
	message: string;
	run?: string;
	trace?: string;
	tenant?: string;
}
