/** Writes one line of a long-running command's log: facts, never message texts, secrets or personal data. */
export type Log = (level: 'info' | 'warn' | 'error', message: string, facts?: Record<string, unknown>) => void;

/** Returns a log that writes JSON lines to standard error. */
export function jsonLog(terminal: { note: (line: string) => void }): Log {
	return (level, message, facts) => {
		const line = { time: new Date().toISOString(), level, message };
		// A fact of the same name must not replace what happened.
		terminal.note(JSON.stringify({ ...line, ...facts, ...line }));
	};
}
